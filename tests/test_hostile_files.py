"""Files that mean a great deal of work are judged within their limits, and mostly without coming near them."""

from __future__ import annotations

from pathlib import Path

import pytest
from attacks import FILES, HEAD, WRONG
from shell import Shell

GROUPS = sorted({name.partition(":")[0].partition(",")[0] for name in FILES})
# These end at the limit, with a finding that says so.
AT_THE_LIMIT = {
    "value: 50,000 operands",
}
ONE_IN = 3  # of the files in the everyday run; K8SLINT_FUZZ=long takes all of them


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_no_file_costs_the_others_their_findings(group: str, tmp_path: Path, long_run: bool) -> None:
    shell = Shell(tmp_path)
    (tmp_path / ".git").mkdir()
    names = sorted(name for name in FILES if name.startswith(group) and name not in AT_THE_LIMIT)
    chosen = names if long_run else names[::ONE_IN]
    for number, name in enumerate(chosen):
        shell.put(f"{number:03}.py", FILES[name])
    shell.put("last.py", f"{HEAD}{WRONG}")
    outcome = shell.run("check", "--no-cache", "--airflow-version", "3.1", "--output-format", "concise")
    lines = outcome.out.splitlines()
    wrong = [f"{chosen[int(line[:3])]}: {line[:200]}" for line in lines if " KE003 " in line and line[:3].isdigit()]
    late = [
        chosen[int(line[:3])] for line in lines if " KE004 this file was not checked" in line and line[:3].isdigit()
    ]
    assert (wrong, late, outcome.code) == ([], [], 1)
    assert any(line.startswith("last.py:") for line in lines)
