#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that each target uses only what the architecture allows.

The table below is the one in ARCHITECTURE.md; `swift package describe` tells what the manifest really says, and the
import lines tell what the sources really use. Any arrow that is not in the table ends this with status 1.
"""
import json
import pathlib
import re
import subprocess
import sys

ALLOWED = {
    "Bytes": "CKernels CZstd",
    "Documents": "Bytes GRDB",
    "Extracting": "Documents CLibXML CPoppler CCairo CUchardet",
    "WorkerPool": "Documents CKernels",
    "Tokenizing": "Bytes CStemmer",
    "Patterns": "Tokenizing",
    "Tagging": "Patterns Tokenizing Yams",
    "Segments": "Documents Bytes",
    "Indexing": "Bytes Segments Tagging Tokenizing Documents WorkerPool",
    "Querying": "Segments Patterns",
    "Analyzing": "Querying Segments",
    "Presenting": "Analyzing Querying",
    "Commands": "Bytes Documents WorkerPool Tokenizing Patterns Tagging Segments Indexing Querying Analyzing Presenting "
    "ArgumentParser",
    "syntop": "Commands",
    "ExtractWorker": "Extracting Documents CKernels",
    "syntop-extract": "ExtractWorker",
}
# Part of the platform, not of the package.
PLATFORM = {"Foundation", "Glibc", "Dispatch", "Synchronization", "Swift"}
IMPORT = re.compile(
    r"^(?:@\w+(?:\(.*?\))? )?(?:public |package |internal |private |fileprivate )?import (?:(?:struct|enum|class|func) )?(\w+)",
    re.M,
)


def declared(root):
    """The arrows the manifest declares: {target: set of what it uses}."""
    described = subprocess.run(
        ["swift", "package", "describe", "--type", "json"], cwd=root, check=True, capture_output=True
    ).stdout
    arrows = {}
    for target in json.loads(described)["targets"]:
        if target["path"].startswith("Sources/") and target["module_type"] == "SwiftTarget":
            uses = target.get("target_dependencies", []) + target.get("product_dependencies", [])
            arrows[target["name"]] = set(uses)
    return arrows


def imported(root, target):
    """What the target's sources import, the platform's modules left out."""
    found = set()
    for path in (root / "Sources" / target).rglob("*.swift"):
        found |= set(IMPORT.findall(path.read_text(encoding="utf-8")))
    return found - PLATFORM


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    faults = []
    arrows = declared(root)
    for target, uses in sorted(arrows.items()):
        if target not in ALLOWED:
            faults.append(f"{target} is not in the table of targets")
            continue
        allowed = set(ALLOWED[target].split())
        faults += [f"{target} -> {other} is declared but not allowed" for other in sorted(uses - allowed)]
        faults += [f"{target} -> {other} is imported but not allowed" for other in sorted(imported(root, target) - allowed)]
    for target in sorted(set(ALLOWED) - set(arrows)):
        faults.append(f"{target} is in the table of targets but not in the package")
    for fault in faults:
        print(f"arrows: {fault}", file=sys.stderr)
    if not faults:
        print(f"arrows: {sum(len(uses) for uses in arrows.values())} between {len(arrows)} targets, all allowed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
