// SPDX-License-Identifier: Apache-2.0

/// Runs the built programs as a user would.
import Testing
