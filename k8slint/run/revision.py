"""The files of a git revision, taken out of the repository without running anything that it configures."""

from __future__ import annotations

import os
import subprocess

from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_SOURCE

SUFFIXES = (".py", ".yaml", ".yml", ".json")
# Nothing of the repository's own may run: no hooks, no monitor of its files, no fetching of what is missing.
_SAFE = ("--no-pager", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")


def check_out(revision: str, folder: str, target: str) -> tuple[str, ...]:
    """Write the sources of ``revision``, of the repository that ``folder`` is in, below ``target``.

    Contents are taken as they are stored: no filter of the repository sees them. Returns the paths, seen from the
    repository's top. Raises UserError when there is no such revision.
    """
    if revision.startswith("-"):
        raise UserError(f"--diff: `{revision}` is no revision")
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise UserError(f"--diff: there is no revision `{revision}` in a git repository here")
    listing = _git(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", commit.decode().strip()) or b""
    wanted: list[tuple[str, str]] = []
    for line in listing.split(b"\0"):
        about, _, name = line.partition(b"\t")
        words = about.decode("ascii", "replace").split()
        path = os.fsdecode(name)
        regular = len(words) == 4 and words[0] in ("100644", "100755") and words[3].isdigit()
        if regular and path.endswith(SUFFIXES) and int(words[3]) <= MAX_SOURCE and _is_inside(path):
            wanted.append((words[2], path))
    contents = _contents(folder, [name for name, _ in wanted])
    for (_, path), content in zip(wanted, contents, strict=True):
        place = os.path.join(target, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(content)
    return tuple(path for _, path in wanted)


def top(folder: str) -> str:
    """The repository's top folder. Raises UserError outside of one."""
    found = _git(folder, "rev-parse", "--show-toplevel")
    if found is None:
        raise UserError("--diff: this is no git repository")
    return os.path.realpath(os.fsdecode(found.rstrip(b"\n")))


def _is_inside(path: str) -> bool:
    return not path.startswith("/") and not {"..", ".", "", ".git"} & set(path.split("/"))


def _contents(folder: str, names: list[str]) -> list[bytes]:
    data = _git(folder, "cat-file", "--batch", given="".join(f"{name}\n" for name in names).encode()) or b""
    found: list[bytes] = []
    at = 0
    for _ in names:
        end = data.index(b"\n", at)
        size = int(data[at:end].split()[2])
        found.append(data[end + 1 : end + 1 + size])
        at = end + 1 + size + 1
    return found


def _git(folder: str, *arguments: str, given: bytes = b"") -> bytes | None:
    """What git prints; None when it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    try:
        done = subprocess.run(
            ["git", *_SAFE, *arguments], cwd=folder, input=given, capture_output=True, env=environment, check=False
        )
    except OSError as error:
        raise UserError(f"--diff: git can't be run: {error.strerror or error}") from None
    return done.stdout if done.returncode == 0 else None
