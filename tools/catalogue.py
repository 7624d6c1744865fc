"""The catalogue of the rules, which the byte filter and the settings read: made from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable

from k8slint.airflow.moves.names import known_moves
from k8slint.airflow.moves.rows import Move, Since
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
    lines += ["# code -> the setting without which it has nothing to say", "NEEDS: dict[str, str] = {"]
    lines += [f'    "{r.code}": "{r.needs}",' for r in all_rules() if r.needs]
    lines += ["}", ""]
    lines += ["# code -> rows of words that stand in every file it can report on, unless a pod does"]
    lines += ["WORDS: dict[str, tuple[tuple[bytes, ...], ...]] = {"]
    for code, rows in words().items():
        lines += laid_out(tuple(rows), before=f'"{code}": ')
    lines += ["}", ""]
    lines += _names("REMOVED", "(package, version) -> module -> the names in it that this version lacks", removed())
    lines += ["", *_names("DEPRECATED", "the same for what it deprecates, for the rule on that alone", deprecated())]
    return module(SUMMARY, *lines)


def words() -> dict[str, list[tuple[bytes, ...]]]:
    found = {rule.code: {row for targets in TARGETS for row in rule.needles(targets)} for rule in all_rules()}
    return {code: sorted(rows) for code, rows in found.items() if rows}


def by_version(moves: Iterable[tuple[Move, Iterable[Since]]]) -> dict[Since, dict[str, set[str]]]:
    """By version, and by what is above, the last parts of names; none of what a whole module took along."""
    found: dict[Since, dict[str, set[str]]] = {}
    for move, versions in moves:
        above, _, last = move.dotted.rpartition(".")
        for since in versions:
            found.setdefault(since, {}).setdefault(above, set()).add(last)
    for names in found.values():
        for above in [above for above in names if _inside(above, names)]:
            del names[above]
    return dict(sorted(found.items()))


def _inside(dotted: str, names: dict[str, set[str]]) -> bool:
    while dotted:
        dotted, _, last = dotted.rpartition(".")
        if last in names.get(dotted, ()):
            return True
    return False


def removed() -> dict[Since, dict[str, set[str]]]:
    return by_version((move, move.removed) for move in known_moves())


def deprecated() -> dict[Since, dict[str, set[str]]]:
    return by_version((move, (move.deprecated,)) for move in known_moves() if move.deprecated)


def _names(constant: str, comment: str, table: dict[Since, dict[str, set[str]]]) -> list[str]:
    lines = [f"# {comment}", f"{constant}: dict[tuple[str, tuple[int, ...]], dict[bytes, bytes]] = {{"]
    for since, names in table.items():
        lines.append(f"    {literal(tuple(since))}: {{")
        for above, inner in sorted(names.items()):
            lines += laid_out(f" {' '.join(sorted(inner))} ".encode(), 8, f"{literal(above.encode())}: ")
        lines.append("    },")
    return [*lines, "}"]
