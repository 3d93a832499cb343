// SPDX-License-Identifier: Apache-2.0

/// Stage 4, index: tagged documents become segments; merging; the nightly rebuild.
