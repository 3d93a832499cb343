// SPDX-License-Identifier: Apache-2.0

/// Starts, feeds, limits and replaces the processes that extract.
