// SPDX-License-Identifier: Apache-2.0

/// Stage 1, extract: HTML, PDF and plain files become clean, located text.
