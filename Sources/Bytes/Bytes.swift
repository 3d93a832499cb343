// SPDX-License-Identifier: Apache-2.0

/// The only place for unsafe code: mapped files, integer codecs, checksums, compression, atomic files.
