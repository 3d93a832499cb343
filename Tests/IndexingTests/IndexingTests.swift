// SPDX-License-Identifier: Apache-2.0

/// Tests of Indexing.
import Testing

@testable import Indexing
