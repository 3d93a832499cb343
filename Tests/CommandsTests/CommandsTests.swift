// SPDX-License-Identifier: Apache-2.0

/// Tests of Commands.
import Testing

@testable import Commands
