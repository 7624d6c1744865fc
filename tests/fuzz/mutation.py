"""Fixtures with bytes and tokens changed, lost, doubled and swapped: nothing may fail, and what parsed still parses."""

from __future__ import annotations

import io
import random
import tokenize
import warnings
from pathlib import Path

from conftest import FIXTURES

from fuzz.running import Kind, check, folder, wrong_with

TOGETHER = 25  # files of one run
BYTES = (b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\t", b"\f", b"\\", b"'", b'"', b"{", b"}", b"(", b")", b"#", b"\xe2\x80\xae", b"f'", b'"""', b"*", b"=", b":", b",", b"0", b"e9", b"$(", b"{{", b"}}", b"%")  # fmt: skip
TOKENS = ("(", ")", "[", "]", "{", "}", ",", ":", "=", "*", "**", ".", "None", "True", "''", "'a'", "0", "1e9", "-1", "lambda", "if", "else", "for", "in", "not", "or", "await", "yield", "return", "k8s", "V1Pod", "executor_config", "pod_override", "airflow", "import", "f'{a}'", "b''", "...", "@", "->", ":=", "del", "global", "x")  # fmt: skip


def corpus() -> list[Path]:
    return sorted(
        path
        for path in FIXTURES.rglob("*")
        if path.suffix in (".py", ".yaml", ".json") and path.stat().st_size < 60_000
    )


def of_bytes(data: bytes, chance: random.Random) -> bytes:
    """A file with some of its bytes changed."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(changed) + 1)
        until = min(len(changed), at + chance.choice((1, 1, 3, 20, 200)))
        match chance.randrange(5):
            case 0:
                del changed[at:until]
            case 1:
                changed[at:at] = chance.choice(BYTES) * chance.choice((1, 1, 1, 3, 100))
            case 2:
                changed[at:until] = bytes(chance.randrange(256) for _ in range(until - at))
            case 3:
                changed[at:at] = changed[at:until] * chance.choice((1, 3))
            case _:
                other = chance.randrange(len(changed) + 1)
                changed[other:other] = changed[at:until]
    return bytes(changed)


def of_tokens(data: bytes, chance: random.Random) -> bytes:
    """A Python file with some of its tokens changed; one that has no tokens, with bytes."""
    text = data.decode("utf-8", "replace")
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    try:
        tokens = [
            (starts[each.start[0] - 1] + each.start[1], starts[each.end[0] - 1] + each.end[1])
            for each in tokenize.generate_tokens(io.StringIO(text).readline)
            if each.string.strip()
        ]
    except (tokenize.TokenError, SyntaxError, IndexError):
        return of_bytes(data, chance)
    pieces = [text[start:end] for start, end in tokens]
    if not pieces:
        return of_bytes(data, chance)
    changes: dict[int, str] = {}
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        number = chance.randrange(len(tokens))
        here = pieces[number]
        there = chance.choice(pieces)
        new = ("", f"{here} {here}", chance.choice(TOKENS), f"{chance.choice(TOKENS)} {here}", there, f"{here} {there}")
        changes[number] = chance.choice(new)
    out, done = [], 0
    for number, (start, end) in enumerate(tokens):
        if number in changes and start >= done:
            out += (text[done:start], changes[number])
            done = end
    out.append(text[done:])
    return "".join(out).encode("utf-8", "replace")


def parses(data: bytes) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(data, "x", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
            return False
    return True


def try_some(kind: Kind, files: dict[str, bytes]) -> None:
    """Check files and fix them: alone where one of them went wrong, so that it can be named."""
    with folder() as where:
        for name, data in files.items():
            (where / name).write_bytes(data)
        wrong = [*wrong_with(check(where)), *wrong_with(check(where, "--fix", "--unsafe-fixes"), fixed=True)]
        for name, data in files.items():
            after = (where / name).read_bytes()
            kind.rewritten += after != data
            if name.endswith(".py") and after != data and parses(data) and not parses(after):
                wrong.append(("it parsed before it was fixed", name))
    blamed = {name for _, name in wrong}
    if wrong and "" in blamed and len(files) > 1:
        for name, data in files.items():
            try_some(kind, {name: data})
        return
    kind.tried += len(files)
    for why, name in wrong:
        kind.fail(why, (files.get(name) or next(iter(files.values()))).decode("utf-8", "backslashreplace"))


def mutate(kind: Kind, chance: random.Random, change: str) -> None:
    """One run over fixtures that were changed by chance."""
    paths = corpus()
    files: dict[str, bytes] = {}
    for number in range(TOGETHER):
        path = chance.choice(paths)
        by = of_tokens if change == "tokens" and path.suffix == ".py" else of_bytes
        files[f"m{number:02}{path.suffix}"] = by(path.read_bytes(), chance)
    try_some(kind, files)
