// SPDX-License-Identifier: Apache-2.0

/// Tests of Presenting.
import Testing

@testable import Presenting
