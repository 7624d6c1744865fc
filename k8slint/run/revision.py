"""Reads the files of a git revision, without running anything that the repository configures."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from typing import NamedTuple

from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_SOURCE, MAX_VERSIONS, inside

SUFFIXES = (".py", ".yaml", ".yml", ".json")
# What no DAG is made of. Anything else may be read: settings, versions, options, ignore files, texts that a DAG opens.
NEVER_READ = (
    ".avro", ".bz2", ".exe", ".gif", ".gz", ".ico", ".ipynb", ".jar", ".jpeg", ".jpg", ".mov", ".mp4", ".parquet", ".pdf",
    ".pkl", ".png", ".pyc", ".so", ".svg", ".tar", ".tgz", ".ttf", ".webp", ".whl", ".woff", ".woff2", ".xlsx", ".xz", ".zip",
)  # fmt: skip
# Nothing of the repository's own may run: no hooks, no monitor of its files, no fetching of what is missing.
_SAFE = ("--no-pager", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")
_TOGETHER = 500  # files that are read at once
FILE, LINK = ("100644", "100755"), "120000"


class Repository(NamedTuple):
    """The git repository that a folder is in. ``option`` is what the user gave the revision with."""

    folder: str
    option: str

    def top(self) -> str:
        """The repository's top folder. Raises UserError outside of one."""
        found, why = self._git("rev-parse", "--show-toplevel")
        if found is None:
            known = b"not a git repository" in why.lower()
            raise UserError(f"{self.option}: this is not a git repository{'' if known else _because(why)}")
        return os.path.realpath(os.fsdecode(found.rstrip(b"\n")))

    def commit(self, revision: str) -> str:
        """The commit of a revision. Raises UserError if there is none."""
        if revision.startswith("-"):
            raise UserError(f"{self.option}: `{revision}` is not a revision")
        if "\0" not in revision:
            name = f"{revision}^{{commit}}"
            found, _ = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", name)
            if found is not None:
                return found.decode().strip()
        shallow = self._shallow()
        raise UserError(f"{self.option}: there is no revision `{revision}` in a git repository here{shallow}")

    def merge_base(self, revision: str) -> str:
        """The merge base of the checked-out commit and a revision. Raises UserError if there is none."""
        theirs, ours = self.commit(revision), self.commit("HEAD")
        found, _ = self._git("merge-base", ours, theirs)
        if found is None:
            raise UserError(f"{self.option}: HEAD and `{revision}` have no commit in common{self._shallow()}")
        return found.decode().strip()

    def check_out(self, commit: str, target: str, *, everything: bool = False) -> tuple[str, ...]:
        """Write the sources of a commit below ``target``, with ``everything`` also what else is read of a project.

        Contents are taken as they are stored: no filter of the repository sees them. Returns the paths, seen from the
        repository's top. Raises UserError when something is missing.
        """
        listing, why = self._git("ls-tree", "-r", "-z", "-l", "--full-tree", commit)
        if listing is None:
            raise UserError(f"{self.option}: the files of `{commit}` can't be read{_because(why)}")
        files: list[tuple[str, str]] = []
        links: list[tuple[str, str]] = []
        for line in listing.split(b"\0"):
            about, _, name = line.partition(b"\t")
            words = about.decode("ascii", "replace").split()
            path = os.fsdecode(name)
            if len(words) != 4 or not words[3].isdigit() or not _is_inside(path):
                continue
            if words[0] in FILE and _is_wanted(path, int(words[3]), everything):
                files.append((words[2], path))
            elif words[0] == LINK and everything:
                links.append((words[2], path))
        for (_, path), content in self._contents(files):
            place = os.path.join(target, path)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "wb") as file:
                file.write(content)
        _link(target, [(path, os.fsdecode(content)) for (_, path), content in self._contents(links)])
        return tuple(path for _, path in files)

    def _contents(self, files: list[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], bytes]]:
        for start in range(0, len(files), _TOGETHER):
            some = files[start : start + _TOGETHER]
            names = "".join(f"{name}\n" for name, _ in some).encode()
            data, why = self._git("cat-file", "--batch", given=names)
            at = 0
            for file in some:
                end = (data or b"").find(b"\n", at)
                words = (data or b"")[at:end].split()
                if data is None or end < 0 or len(words) != 3:
                    raise UserError(f"{self.option}: {file[1]} is missing in the repository{_because(why)}")
                size = int(words[2])
                yield file, data[end + 1 : end + 1 + size]
                at = end + 1 + size + 1

    def _shallow(self) -> str:
        """What to do about a history that isn't there."""
        found, _ = self._git("rev-parse", "--is-shallow-repository")
        shallow = found is not None and found.strip() == b"true"
        return (
            "; this is a shallow clone: fetch the history (`git fetch --unshallow`, `fetch-depth: 0`)"
            if shallow
            else ""
        )

    def _git(self, *arguments: str, given: bytes = b"") -> tuple[bytes | None, bytes]:
        """What git prints, None when it fails; and what it says then."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
        try:
            done = subprocess.run(
                ["git", *_SAFE, *arguments],
                cwd=self.folder,
                input=given,
                capture_output=True,
                env=environment,
                check=False,
            )
        except OSError as error:
            raise UserError(f"{self.option}: git can't be run: {error.strerror or error}") from None
        return (done.stdout if done.returncode == 0 else None), done.stderr


def _because(said: bytes) -> str:
    """The first line that git says of an error."""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return f": {lines[0].removeprefix('fatal: ')}" if lines else ""


def _is_wanted(path: str, size: int, everything: bool) -> bool:
    if path.endswith(SUFFIXES):
        return size <= MAX_SOURCE
    return everything and size <= MAX_VERSIONS and not path.lower().endswith(NEVER_READ)


def _is_inside(path: str) -> bool:
    return not path.startswith("/") and not {"..", ".", "", ".git"} & set(path.split("/"))


def _link(target: str, links: list[tuple[str, str]]) -> None:
    """Make the symbolic links that stay inside; their folders first, lest one lie in what another leads to."""
    for path, _ in links:
        os.makedirs(os.path.dirname(os.path.join(target, path)), exist_ok=True)
    for path, to in links:
        place = os.path.join(target, path)
        away = os.path.isabs(to) or os.path.normpath(os.path.join(os.path.dirname(path), to)).startswith("..")
        if not away and "\0" not in to and not os.path.lexists(place) and inside(os.path.dirname(place), target):
            os.symlink(to, place)
