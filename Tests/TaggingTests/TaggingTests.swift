// SPDX-License-Identifier: Apache-2.0

/// Tests of Tagging.
import Testing

@testable import Tagging
