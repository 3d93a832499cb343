// SPDX-License-Identifier: Apache-2.0

/// Tests of Bytes.
import Testing

@testable import Bytes
