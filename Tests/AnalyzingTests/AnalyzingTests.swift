// SPDX-License-Identifier: Apache-2.0

/// Tests of Analyzing.
import Testing

@testable import Analyzing
