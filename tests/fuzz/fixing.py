"""All fixes over whole files, fixtures and those of public packages: what they may never do."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from conftest import FIXTURES
from test_fixed_syntax import COMPILE, interpreters

from fuzz.running import Kind, Run, check, folder, wrong_with

TOGETHER = 40  # files of one run
# What a fix may leave to be said.
SAID = {
    "KE002",  # a suppression of what was fixed is unused now
    "KE302",  # a quantity that nobody could read, or that was meant otherwise, can be compared now
    "KE305",  # ... and is small
    "KE401",  # a variable gets the name that it was meant to have (KE414), and another has it already
    "KE207",  # an old config (KE101) named a namespace, and the pod that is made of it is judged
    "KE509",  # ... or held a dict where a model is meant, and so does the pod
    "KE516",  # an argument of an operator has its right name now, so that its pod is known as a whole: it lacks a volume
    "KE534",  # ... or a DNS policy
}


def fixtures() -> list[Path]:
    return sorted(path for path in FIXTURES.rglob("*.py") if not path.name.endswith(".fixed.py"))


def packages(folders: Iterable[str]) -> list[Path]:
    """The Python files of packages that speak of Airflow or Kubernetes: in the others there is nothing to fix."""
    found = []
    for each in folders:
        for path in sorted(Path(each).rglob("*.py")):
            data = path.read_bytes() if path.is_file() else b""
            if len(data) < 1_000_000 and (b"airflow" in data or b"kubernetes" in data):
                found.append(path)
    return found


def fix(kind: Kind, paths: list[Path], pythons: list[str]) -> None:
    """Fix some files, each on its own, and look at what became of them."""
    files = {f"f{number:03}.py": path.read_bytes() for number, path in enumerate(paths)}
    names = dict(zip(files, paths, strict=True))
    kind.tried += len(files)
    with folder() as where:
        for name, data in files.items():
            (where / name).write_bytes(data)
        before = check(where)
        first = check(where, "--fix", "--unsafe-fixes")
        after = {name: (where / name).read_bytes() for name in files}
        second = check(where, "--fix", "--unsafe-fixes")
        for done in (before, first, second):
            for why, name in wrong_with(done):
                kind.fail(why, str(names.get(name, paths[0])))
        for name, data in after.items():
            if (where / name).read_bytes() != data:
                kind.fail("a second run changes more", str(names[name]))
    for name, why in _new_findings(before, second):
        kind.fail(why, str(names[name]))
    changed = [name for name in files if files[name] != after[name]]
    kind.rewritten += len(changed)
    for name in changed:
        for lost in _lost_comments(files[name], after[name]):
            kind.fail("a comment is lost", f"{names[name]}: {lost}")
    pairs = [(_text(files[name]), _text(after[name])) for name in changed]
    for python in pythons:
        done = subprocess.run(
            [python, "-c", COMPILE], input=json.dumps(pairs), capture_output=True, text=True, check=True
        )
        for name, broken in zip(changed, json.loads(done.stdout), strict=True):
            if broken:
                kind.fail(f"{python} took it before", str(names[name]))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _new_findings(before: Run, after: Run) -> Iterator[tuple[str, str]]:
    """Findings that a file has more of than before; those on a line that no fix wrote are compared by code."""
    had = Counter((each["filename"], each["code"]) for each in before.findings())
    has = Counter((each["filename"], each["code"]) for each in after.findings())
    for (name, code), count in has.items():
        if count > had[name, code] and code not in SAID:
            message = next(
                each["message"] for each in after.findings() if (each["filename"], each["code"]) == (name, code)
            )
            yield name, f"a finding that was not there before: {code} {message[:80]}"


def _lost_comments(before: bytes, after: bytes) -> Iterator[str]:
    """Comments that are gone though the code that they stand beside, or above, is still there."""
    there = Counter(comment for comment, _ in _comments(after))
    text = _text(after)
    for comment, code in _comments(before):
        if there[comment]:
            there[comment] -= 1
        elif code and code in text and "k8slint:" not in comment and "noqa" not in comment:  # a suppression goes
            yield comment


def _comments(data: bytes) -> Iterator[tuple[str, str]]:
    """Each comment with the line of code that it speaks of: its own, or the next."""
    lines = _text(data).splitlines()
    try:
        tokens = list(tokenize.tokenize(io.BytesIO(data).readline))
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return
    for token in tokens:
        if token.type == tokenize.COMMENT:
            row = token.start[0]
            own = lines[row - 1][: token.start[1]].strip() if row <= len(lines) else ""
            following = (line.strip() for line in lines[row:] if line.strip() and not line.strip().startswith("#"))
            yield token.string, own or next(following, "")


def fix_all(kind: Kind, paths: list[Path], chance: random.Random, goes_on: Iterator[bool]) -> None:
    pythons = interpreters()
    chance.shuffle(paths)
    for start in range(0, len(paths), TOGETHER):
        if not next(goes_on):
            return
        fix(kind, paths[start : start + TOGETHER], pythons)
    sys.stdout.flush()
