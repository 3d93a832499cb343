// SPDX-License-Identifier: Apache-2.0

/// Stage 6, analyze: concordance, collocation, keyness, dispersion, co-occurrence, trends, agreement.
