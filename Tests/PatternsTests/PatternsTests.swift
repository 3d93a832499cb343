// SPDX-License-Identifier: Apache-2.0

/// Tests of Patterns.
import Testing

@testable import Patterns
