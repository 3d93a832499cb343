// SPDX-License-Identifier: Apache-2.0

/// Tests of Querying.
import Testing

@testable import Querying
