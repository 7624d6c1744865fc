"""The worked example of the migration page is run, command by command."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import ROOT
from shell import Shell

DOCUMENT = ROOT / "docs" / "migrating-to-airflow-3.md"
PAGE = DOCUMENT.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_worked_example(tmp_path: Path, accept: bool) -> None:
    """Each command prints what the page says, and the safe fixes turn the first listing into the second."""
    before, after = blocks("python")
    shell = Shell(tmp_path)
    shell.put("dags/report.py", before)
    for block in blocks("console"):
        command, _, expected = block.partition("\n")
        program, *arguments = command.removeprefix("$ ").split()
        assert program == "k8slint"
        outcome = shell.run(*arguments)
        if expected and accept:
            page = DOCUMENT.read_text(encoding="utf-8")
            DOCUMENT.write_text(page.replace(block, f"{command}\n{outcome.out}{outcome.err}"), encoding="utf-8")
        elif expected:
            assert outcome.out + outcome.err == expected
        assert outcome.code in (0, 1)
        if "--fix" in arguments and "--unsafe-fixes" not in arguments:
            assert shell.read("dags/report.py") == after


def test_every_rule_of_the_page_exists() -> None:
    from k8slint.rules import all_rules

    fixable = {rule.code for rule in all_rules() if rule.fixable}
    listed = set(re.findall(r"\| (KE\d{3}) \|", PAGE))
    assert listed
    assert listed <= fixable
    assert set(re.findall(r"KE\d{3}", PAGE)) <= {rule.code for rule in all_rules()}
