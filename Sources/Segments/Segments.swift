// SPDX-License-Identifier: Apache-2.0

/// The index on disk: each structure's layout, writer and reader in one place.
