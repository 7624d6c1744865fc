"""Every rule by code: name, severity, whether it is on by default. Provisional: read from the rules' sources."""

from __future__ import annotations

import os
import re


def _scan() -> dict[str, tuple[str, str, bool]]:
    folder = os.path.join(os.path.dirname(__file__), "rules")
    found = {}
    for file in sorted(os.listdir(folder)):
        if file.startswith("_") or not file.endswith(".py"):
            continue
        with open(os.path.join(folder, file), encoding="utf-8") as stream:
            text = stream.read()
        code = re.search(r'"(KE\d\d\d)"', text)
        if code:
            severity = re.search(r"\b(ERROR|WARNING|INFO)\b(?=[^\n]*$)", text.split("code", 1)[-1], re.M)
            found[code[1]] = (
                file[:-3].replace("_", "-"),
                severity[1].lower() if severity else "error",
                "default = False" not in text,
            )
    found |= {
        "KE001": ("cannot-parse", "error", True),
        "KE002": ("unused-suppression", "warning", True),
        "KE003": ("internal-error", "error", True),
    }
    return dict(sorted(found.items()))


RULES = _scan()


def _names(which: int) -> tuple[bytes, ...]:
    from k8slint.airflow.moves_data import ROWS

    return tuple(row[1].replace(":", ".").encode() for row in ROWS if row[0] != "argument" and row[which])


def _words() -> dict[str, tuple[tuple[bytes, ...], ...]]:
    from k8slint.rules import all_rules
    from k8slint.targets import Targets

    return {rule.code: tuple(rule.needles(Targets())) for rule in all_rules()}


GONE = _names(3)
GOING = _names(2)


def __getattr__(name: str) -> dict[str, tuple[tuple[bytes, ...], ...]]:
    if name == "WORDS":
        return _words()
    raise AttributeError(name)
