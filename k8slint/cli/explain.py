"""Prints the documentation of a rule, from its docstring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from k8slint.rules import all_rules
from k8slint.rules._base import Rule
from k8slint.rules._doc import Documentation, document
from k8slint.settings.targets import Targets, format_version

# The groups of codes, in the order in which the documentation lists them.
GROUPS = {
    "KE0": "The run itself",
    "KE1": "The shape of executor_config",
    "KE2": "The worker container and Airflow's merge",
    "KE3": "Resources and quantities",
    "KE4": "Environment and secrets",
    "KE5": "Client models and API server validation",
    "KE6": "Moved and removed imports",
    "KE7": "Moved and removed arguments and classes",
    "KE8": "References to missing objects",
    "KE9": "Policy, off by default",
}
FIXES = {"safe": "safe", "unsafe": "unsafe (`--unsafe-fixes`)", "display": "shown, never applied", "": "none"}


def find(wanted: str) -> tuple[Rule, ...]:
    """The rules of that name, code or prefix of a code."""
    return tuple(rule for rule in all_rules() if rule.code.startswith(wanted) or rule.rule_name() == wanted)


def names() -> list[str]:
    """Every code and name."""
    return [name for rule in all_rules() for name in (rule.code, rule.rule_name())]


def as_row(rule: Rule) -> dict[str, Any]:
    """A rule as plain data, for JSON."""
    documentation = document(rule)
    return {
        "code": rule.code,
        "name": rule.rule_name(),
        "severity": rule.severity.value,
        "summary": plain(documentation.summary),
        "explanation": plain(documentation.why),
        "bad": documentation.bad,
        "good": documentation.good,
        "target": _target(documentation),
        "fix": rule.fixable or None,
        "default": rule.default,
        "since": rule.since,
    }


def as_text(rule: Rule) -> str:
    """A rule for the terminal."""
    documentation = document(rule)
    parts = [
        f"{rule.code} {rule.rule_name()} ({_facts(rule)})",
        plain(documentation.summary),
        plain(documentation.why),
        f"Bad{condition(documentation)}:\n\n{_indented(documentation.bad)}",
        f"Good:\n\n{_indented(documentation.good)}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_page() -> Iterator[str]:
    """The page of all rules, piece by piece: a table of each group, then each rule under an anchor of its code."""
    yield "# Rules\n\n"
    yield "Generated from the rules' docstrings by `k8slint rule --all --output-format markdown`. "
    yield "A test runs every example: the rule reports `Bad`, and doesn't report `Good`.\n"
    by_group: dict[str, list[Rule]] = {}
    for rule in all_rules():
        by_group.setdefault(rule.code[:3], []).append(rule)
    for group, members in by_group.items():
        yield f"\n## {group}: {GROUPS[group]}\n\n| code | name | severity | fix | |\n|---|---|---|---|---|\n"
        for rule in members:
            off = "" if rule.default else " (off by default)"
            summary = plain(document(rule).summary).replace("|", "\\|")
            code = f"[{rule.code}](#{rule.code.lower()})"
            yield f"| {code} | {rule.rule_name()}{off} | {rule.severity.value} | {rule.fixable or '-'} | {summary} |\n"
        for rule in members:
            yield f'\n<a id="{rule.code.lower()}"></a>\n\n{as_markdown(rule)}'


def as_markdown(rule: Rule) -> str:
    """A rule as a section of a page."""
    documentation = document(rule)
    language = "python" if documentation.file is None else "ini"
    parts = [
        f"### {rule.code} {rule.rule_name()}",
        f"*{_facts(rule)}; fix: {FIXES[rule.fixable]}*",
        plain(documentation.summary),
        plain(documentation.why),
        f"Bad{condition(documentation)}:",
        f"```{language}\n{documentation.bad}\n```",
        "Good:",
        f"```{language}\n{documentation.good}\n```",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def plain(text: str) -> str:
    """A docstring's markup as Markdown, and for the terminal: one backtick."""
    return text.replace("``", "`")


def _facts(rule: Rule) -> str:
    off = "" if rule.default else ", off by default"
    return f"{rule.severity.value}{off}, since {rule.since}"


def condition(documentation: Documentation) -> str:
    """The conditions of the examples: versions, an inventory, a policy."""
    target = _target(documentation)
    said = [f"on {target}"] if target else []
    if documentation.inventory:
        inside = documentation.inventory.removeprefix("{apiVersion: k8slint/v1, kind: Inventory, ").removesuffix("}")
        said.append(f"with the inventory `{inside}`")
    if documentation.policy:
        said.append(f"with the policy `{documentation.policy}`")
    return f" ({', '.join(said)})" if said else ""


def _target(documentation: Documentation) -> str | None:
    """The versions that the examples are for, when they aren't the newest."""
    stated = sorted(Targets().assumed - documentation.targets.assumed)
    return ", ".join(f"{name} {format_version(getattr(documentation.targets, name))}" for name in stated) or None


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.split("\n"))
