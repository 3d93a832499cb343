// SPDX-License-Identifier: Apache-2.0

/// Stage 5, query: a query is planned, matched and ranked.
