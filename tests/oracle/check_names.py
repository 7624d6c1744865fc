"""Hold what k8slint says of every public name against two real Airflows: ``python -m oracle.check_names PYTHON PYTHON``.

The first interpreter is that of Airflow 2, the second that of Airflow 3, each with the standard and cncf.kubernetes
providers. What their contexts hold must be what the record says. What the first can import and the second can't must be called removed on the second's versions; nothing else
may be, nor anything on the first's that it can import. Fails when anything differs, or is silently gone.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from k8slint.airflow.moves.names import Status, verdict_of
from k8slint.settings.targets import Targets, parse_version
from tools import context
from tools.names import PROVIDERS, Probe, probe


def targets_of(probed: Probe) -> Targets:
    versions = {name: parse_version(probed.versions[name]) for name in ("airflow", "provider")}
    return Targets(**versions, assumed=frozenset())


def names_of(probed: Probe) -> Iterator[str]:
    """Every module, and every name in one."""
    for module, names in probed.names.items():
        if names is not None and module != PROVIDERS:
            yield module
            yield from (f"{module}.{name}" for name in names)


def called_removed(dotted: str, targets: Targets) -> bool:
    verdict = verdict_of(dotted, targets)
    return verdict is not None and verdict.status is Status.REMOVED


def differences(old: Probe, new: Probe) -> Iterator[tuple[str, str]]:
    """What is said wrongly, and of which name."""
    at_old, at_new = targets_of(old), targets_of(new)
    for dotted in names_of(old):
        if called_removed(dotted, at_old):
            yield "called removed, can be imported", f"{dotted} on {old.release}"
        if not new.has(dotted) and not called_removed(dotted, at_new):
            yield "silent, can't be imported", f"{dotted} on {new.release}"
    for dotted in names_of(new):
        if called_removed(dotted, at_new):
            yield "called removed, can be imported", f"{dotted} on {new.release}"


def main(pythons: list[str]) -> int:
    old, new = probe(pythons)
    found = list(differences(old, new))
    for kind, what in found:
        print(f"{kind}: {what}")
    known = list(names_of(old))
    gone = sum(not new.has(dotted) for dotted in known)
    print(f"{len(known)} names of {old.release}, {gone} gone on {new.release}: {len(found)} differences", end="")
    print("".join(f"; {count} {kind}" for kind, count in Counter(kind for kind, _ in found).items()))
    recorded = {each.airflow: each for each in context.read_record()}
    for built in context.probe(pythons):
        if recorded.get(built.airflow) != built:
            found.append(("context", built.airflow))
            print(
                f"the context of {built.airflow} is not the recorded one: `python -m tools.record context` reads it anew"
            )
    if found:
        print(
            "`python -m tools.record names` compares the installations anew, `python -m tools.generate` takes it over"
        )
    return int(bool(found) or gone < 1000)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
