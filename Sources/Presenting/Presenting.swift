// SPDX-License-Identifier: Apache-2.0

/// Stage 7, present: aligned lines, tables, CSV, JSON, SVG and HTML reports.
