// SPDX-License-Identifier: Apache-2.0

/// Tests of Tokenizing.
import Testing

@testable import Tokenizing
