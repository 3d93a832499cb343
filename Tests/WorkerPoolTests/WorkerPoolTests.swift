// SPDX-License-Identifier: Apache-2.0

/// Tests of WorkerPool.
import Testing

@testable import WorkerPool
