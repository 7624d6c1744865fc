"""Tries to break k8slint by chance, for a given time.

    PYTHONPATH=tests python -m fuzz [--seconds 150] [--rounds N] [--seed 1] [--only KIND...] [--packages FOLDER...]

Prints how much was tried and failed, by kind, and for each way of failing one example. What fails is written below
``--keep``. The seed and the time decide what is tried: a failure is found again with ``--only`` and the same seed.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from fuzz import fixing, killing, mutation
from fuzz.programs import Program
from fuzz.running import Kind, load_all

ROUNDS = 50  # of runs that are killed
BY_CHANCE = ("programs", "bytes", "tokens")


def until(seconds: float, rounds: int | None) -> Iterator[bool]:
    """True as long as there is time and there are rounds left, and at least once."""
    began = time.monotonic()
    yield True
    for done in itertools.count(1):
        yield time.monotonic() - began < seconds and (rounds is None or done < rounds)


def programs(kind: Kind, chance: random.Random) -> None:
    texts = {f"p{number:02}.py": Program(chance).text().encode() for number in range(mutation.TOGETHER)}
    mutation.try_some(kind, texts)


def kills(kind: Kind, chance: random.Random, rounds: int, goes_on: Iterator[bool]) -> None:
    before, after, seconds = killing.tree()
    for _ in range(rounds):
        if not next(goes_on):
            return
        killing.kill(kind, chance, before, after, seconds)


def repeated(work: Callable[[Kind, random.Random], None]) -> Callable[[Kind, random.Random, Iterator[bool]], None]:
    def go_on(kind: Kind, chance: random.Random, goes_on: Iterator[bool]) -> None:
        while next(goes_on):
            work(kind, chance)

    return go_on


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=150, help="for all kinds together")
    parser.add_argument(
        "--rounds", type=int, help="of programs, bytes and tokens: the same on a slow and a fast machine"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument(
        "--packages", nargs="+", default=[], help="folders of public packages, whose files are fixed, too"
    )
    parser.add_argument("--keep", type=Path, help="a folder for one example of each failure")
    given = parser.parse_args()
    load_all()
    kinds: dict[str, Callable[[Kind, random.Random, Iterator[bool]], None]] = {
        "programs": repeated(programs),
        "bytes": repeated(lambda kind, chance: mutation.mutate(kind, chance, "bytes")),
        "tokens": repeated(lambda kind, chance: mutation.mutate(kind, chance, "tokens")),
        "fixtures": lambda kind, chance, goes_on: fixing.fix_all(kind, fixing.fixtures(), chance, goes_on),
        "kills": lambda kind, chance, goes_on: kills(kind, chance, ROUNDS, goes_on),
    }
    if given.packages:
        paths = fixing.packages(given.packages)
        kinds["packages"] = lambda kind, chance, goes_on: fixing.fix_all(kind, paths, chance, goes_on)
    chosen = given.only or list(kinds)
    results = []
    for name in chosen:
        kind = Kind(name)
        kinds[name](
            kind,
            random.Random(f"{given.seed} {name}"),
            until(given.seconds / len(chosen), given.rounds if name in BY_CHANCE else None),
        )
        results.append(kind)
        failed = sum(kind.failed.values())
        print(f"{name}: {kind.tried:,} tried, {kind.rewritten:,} of them rewritten, {failed:,} failed", flush=True)
        for why, count in kind.failed.most_common():
            print(f"  {count} times: {why}\n    {kind.examples[why][:200]!r}", flush=True)
            if given.keep is not None:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{name}-{re.sub(r'[^A-Za-z0-9]+', '-', why)[:60]}.txt").write_text(kind.examples[why])
    return any(kind.failed for kind in results)


if __name__ == "__main__":
    sys.exit(main())
