"""The documentation that is made from the rules: ``docs/rules.md`` and the table in the README."""

from __future__ import annotations

import re
from pathlib import Path

from k8slint.cli import explain
from k8slint.rules import all_rules
from k8slint.rules._doc import document

README = Path(__file__).parents[1] / "README.md"
TABLE = re.compile(r"(<!-- rules: begin -->\n).*(<!-- rules: end -->)", re.DOTALL)


def rules() -> str:
    """The text of ``docs/rules.md``."""
    return "".join(explain.as_page())


def readme() -> str:
    """The text of ``README.md``, its table of rules made anew."""
    text, found = TABLE.subn(lambda match: f"{match[1]}{rules_table()}\n{match[2]}", README.read_text(encoding="utf-8"))
    assert found == 1, "README.md has no markers `<!-- rules: begin -->` and `<!-- rules: end -->`"
    return text


def rules_table() -> str:
    lines = ["| code | name | what it finds | severity | fix |", "|---|---|---|---|---|"]
    group = ""
    for rule in all_rules():
        if rule.code[:3] != group:
            group = rule.code[:3]
            lines.append(f"| **{group}** | | **{explain.GROUPS[group]}** | | |")
        severity = rule.severity.value + ("" if rule.default else ", off by default")
        lines.append(f"| {rule.code} | {rule.rule_name()} | {document(rule).summary} | {severity} | {rule.fixable} |")
    return "\n".join(lines)
