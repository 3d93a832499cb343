// SPDX-License-Identifier: Apache-2.0

/// Tests of Extracting.
import Testing

@testable import Extracting
