"""The README's tables are made from the rules and from the recorded verdicts; ``pytest --accept`` writes them anew."""

from __future__ import annotations

import re

from conftest import ROOT

from k8slint.rules import all_rules
from k8slint.rules._doc import document

README = ROOT / "README.md"
GROUPS = {
    "KE0": "The run itself",
    "KE1": "executor_config's shape",
    "KE2": "The worker container and Airflow's merge",
    "KE3": "Resources and quantities",
    "KE4": "Environment and secrets",
    "KE5": "The client's models, and what the API server refuses",
    "KE6": "Moved and removed imports",
    "KE7": "Moved and removed arguments and classes",
    "KE8": "References to things that should exist",
}


def rules_table() -> str:
    lines = ["| code | name | what it finds | severity | fix |", "|---|---|---|---|---|"]
    group = ""
    for rule in all_rules():
        if rule.code[:3] != group:
            group = rule.code[:3]
            lines.append(f"| **{group}** | | **{GROUPS[group]}** | | |")
        severity = rule.severity.value + ("" if rule.default else ", off by default")
        lines.append(f"| {rule.code} | {rule.rule_name()} | {document(rule).summary} | {severity} | {rule.fixable} |")
    return "\n".join(lines)


def between(text: str, name: str) -> str:
    found = re.search(rf"<!-- {name}: begin -->\n(.*?)<!-- {name}: end -->", text, re.DOTALL)
    assert found, f"the README has no {name} markers"
    return found[1].strip()


def test_every_rule_stands_in_the_readme(accept: bool) -> None:
    text = README.read_text(encoding="utf-8")
    if accept:
        made = f"<!-- rules: begin -->\n{rules_table()}\n<!-- rules: end -->"
        text = re.sub(r"<!-- rules: begin -->.*<!-- rules: end -->", lambda _: made, text, flags=re.DOTALL)
        README.write_text(text, encoding="utf-8")
    assert between(text, "rules") == rules_table()


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_settings_in_the_readme_are_settings() -> None:
    from conftest import tomllib

    from k8slint.settings.options import BY_KEY

    block = re.search(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    assert set(tomllib.loads(block[1])["tool"]["k8slint"]) <= set(BY_KEY)
