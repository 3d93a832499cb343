// SPDX-License-Identifier: Apache-2.0

/// Tests of Segments.
import Testing

@testable import Segments
