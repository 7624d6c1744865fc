"""Each promise of SECURITY.md names tests that are there."""

from __future__ import annotations

import re

from conftest import ROOT


def test_each_promise_names_its_tests() -> None:
    rows = [line for line in (ROOT / "SECURITY.md").read_text().splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 8
    for row in rows:
        named = re.findall(r"`(tests/\w+\.py)`", row.split("|")[2])
        assert named, row
        for path in named:
            assert "def test_" in (ROOT / path).read_text(), path
