"""The catalogue of the rules, which the byte filter and the settings read: made from the rules themselves."""

from __future__ import annotations

from k8slint.airflow.moves.removed import gone_names
from k8slint.data.airflow_moves import ROWS
from k8slint.lint.prefilter import outermost
from k8slint.rules import all_rules
from k8slint.settings.targets import Targets
from tools.text import laid_out, literal, module

# Every version at which a needle comes or goes lies in one of these: before Airflow 2, between, the newest, beyond it.
TARGETS = tuple(
    Targets(airflow, provider, client)
    for airflow in ((1, 10), (2, 0), (2, 4), (2, 10), (3, 0), (3, 1), (3, 3), (99,))
    for provider, client in (((1, 0, 0), (11,)), ((7, 9), (29,)), ((10, 25, 0), (36,)), ((99,), (37,)))
)

SUMMARY = """Every rule and all its needles on any target.

The byte filter and the settings need them before anything is worth importing."""


def text() -> str:
    """The text of ``k8slint/data/catalogue.py``."""
    lines = ["# code -> name, severity, whether it is on by default", "RULES: dict[str, tuple[str, str, bool]] = {"]
    lines += [f'    "{r.code}": ("{r.rule_name()}", "{r.severity.value}", {r.default}),' for r in all_rules()]
    lines += ["}", ""]
    lines += ["# code -> rows of words that stand in every file it can report on, unless a pod does"]
    lines += ["WORDS: dict[str, tuple[tuple[bytes, ...], ...]] = {"]
    for code, rows in words().items():
        lines += laid_out(tuple(rows), before=f'"{code}": ')
    lines += ["}", ""]
    lines += _names("GONE", "names below airflow that some version doesn't have any more", gone())
    lines += ["", *_names("GOING", "names that some version deprecates, for the rule on them alone", going() - gone())]
    return module(SUMMARY, *lines)


def words() -> dict[str, list[tuple[bytes, ...]]]:
    found = {rule.code: {row for targets in TARGETS for row in rule.needles(targets)} for rule in all_rules()}
    return {code: sorted(rows) for code, rows in found.items() if rows}


def gone() -> frozenset[bytes]:
    removed = {row[1].replace(":", ".").encode() for row in ROWS if row[0] != "argument" and row[3]}
    return outermost({*removed, *(name for targets in TARGETS for name in gone_names(targets))})


def going() -> frozenset[bytes]:
    deprecated = {row[1].replace(":", ".").encode() for row in ROWS if row[0] != "argument" and row[2]}
    return outermost({*deprecated, *(name for targets in TARGETS for name in gone_names(targets, True))})


def _names(constant: str, comment: str, names: frozenset[bytes]) -> list[str]:
    return [
        f"# {comment}",
        f"{constant}: tuple[bytes, ...] = (",
        *(f"    {literal(name)}," for name in sorted(names)),
        ")",
    ]
