"""Random programs, run by the real client inside a real Airflow and seen by k8slint: no leaf may differ.

python -m oracle.random_programs AIRFLOW_PYTHON [--examples N] [--seed N]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from oracle.leaves import Outcome, compare
from oracle.programs import program
from oracle.static import best, names_of, overrides

from k8slint.settings.targets import Targets
from k8slint.source.syntax import CannotParse


def check(text: str, real: dict[str, Any]) -> Outcome:
    """All configs of one program. A name that k8slint doesn't know at all counts as wrong."""
    targets = Targets()
    names = names_of(text, targets)
    outcome = Outcome()
    for name, pod in real.items():
        if name not in names:
            return Outcome(wrong=[f"{name} is not known"])
        found = best(compare(override, pod, name) for override in overrides(names[name], targets))
        outcome += found
    return outcome


class Airflow:
    """A process inside the Airflow environment that runs one program after the other."""

    def __init__(self, python: str) -> None:
        command = [python, "-m", "oracle.run_programs"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, text: str, number: int) -> dict[str, Any]:
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({"text": text, "seed": number}) + "\n")
        stdin.flush()
        while not (line := stdout.readline()).startswith("{"):
            if not line:
                raise EOFError("the Airflow process ended")
        answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError(f"the program failed: {answer['error']}\n{text}")
        return dict(answer["configs"])


def reduced(text: str, fails: Callable[[str], bool]) -> str:
    """The program without every line that isn't needed to fail: ever smaller pieces are left out, until none can be."""
    lines = text.splitlines()
    before: list[str] = []
    while before != lines:
        before, size = lines, len(lines)
        while size:
            for start in range(len(lines) - size, -1, -size):
                fewer = lines[:start] + lines[start + size :]
                if fails("\n".join(fewer) + "\n"):
                    lines = fewer
            size //= 2
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python", help="the interpreter of the Airflow environment")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=400)
    options = parser.parse_args()
    airflow = Airflow(options.python)
    total = Outcome()
    failures: list[int] = []

    def wrong(text: str, number: int) -> list[str]:
        try:
            return check(text, airflow.run(text, number)).wrong
        except (RuntimeError, CannotParse):  # a program cut down too far
            return []

    try:
        for number in range(options.first, options.first + options.count):
            text = program(number)
            outcome = check(text, airflow.run(text, number))
            total += outcome
            if outcome.wrong:
                failures.append(number)
        reports = []
        for number in failures[:5]:
            smaller = reduced(program(number), lambda text, number=number: bool(wrong(text, number)))
            reports.append("\n".join([f"program {number}:", *wrong(smaller, number), smaller]))
    finally:
        airflow.process.kill()
    leaves = total.known + total.unknown
    share = 100 * total.known / max(1, leaves)
    print(f"{options.count} programs, {leaves} leaves, {share:.1f} % known, seen wrongly: {failures or 'none'}")
    sys.exit("\n\n".join(reports) if reports else 0)


if __name__ == "__main__":
    main()
