// SPDX-License-Identifier: Apache-2.0

/// The shared vocabulary of all stages: a document, its blocks and metadata, and the readers of JSON lines and `.vrt`.
