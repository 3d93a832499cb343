// SPDX-License-Identifier: Apache-2.0

/// Tests of Documents.
import Testing

@testable import Documents
