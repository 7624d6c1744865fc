"""Make a release: ``python -m tools.release X.Y.Z``.

Writes the version, the date of the changelog's entry, and the version that the documentation tells people to use; builds and checks
the sdist and the wheel in ``dist/``; commits, and tags the commit. Nothing is pushed or published. Whatever goes wrong, the tree is
left as it was. With ``--dry-run``, says what would be done.
"""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from pathlib import Path

import click

from tools import generate
from tools.packages import Failed, build

ROOT = Path(__file__).parents[1]
VERSION_FILE, CHANGELOG = "k8slint/version.py", "CHANGELOG.md"
VERSION = re.compile(r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)")
# What users copy from the documentation: the revision of the hook and of the action, and the address of the source.
USED = re.compile(r"(?:(?<=rev: v)|(?<=k8slint/k8slint@v)|(?<=k8slint/archive/refs/tags/v))[\d.]+\d")


class Refused(Exception):
    """Why there can be no release now."""


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"git {arguments[0]}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def current() -> str:
    found = re.search(r'__version__ = "(.+)"', (ROOT / VERSION_FILE).read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def entry(version: str) -> str:
    """The text of the changelog's entry for a version that isn't released. Raises Refused."""
    changelog = (ROOT / CHANGELOG).read_text(encoding="utf-8")
    heading = rf"^## {re.escape(version)} \(unreleased\)$"
    found = re.search(rf"{heading}(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if found is None:
        raise Refused(f"{CHANGELOG} has no entry `## {version} (unreleased)`")
    if not re.search(r"^- \S", found[1], re.MULTILINE):
        raise Refused(f"{CHANGELOG}: the entry of {version} says nothing")
    return found[1].strip()


def check(version: str) -> None:
    """Raise Refused if this can't be released."""
    if not VERSION.fullmatch(version):
        raise Refused(f"`{version}` is not a version like 0.2.0")
    if numbers(version) < numbers(current()):
        raise Refused(f"{version} is older than {current()}")
    dirty = git("status", "--porcelain")
    if dirty:
        raise Refused(f"the tree isn't clean:\n{dirty.rstrip()}")
    if git("tag", "--list", f"v{version}"):
        raise Refused(f"the tag v{version} exists already")
    entry(version)
    stale = [
        path for stage in generate.stages() for path, make in stage.items() if not generate.is_current(path, make())
    ]
    if stale:
        raise Refused(f"out of date, run `python -m tools.generate`: {', '.join(stale)}")


def changes(version: str, date: str) -> dict[str, str]:
    """The files that a release changes, and their new texts."""
    texts = {
        VERSION_FILE: (ROOT / VERSION_FILE).read_text(encoding="utf-8").replace(f'"{current()}"', f'"{version}"'),
        CHANGELOG: (ROOT / CHANGELOG)
        .read_text(encoding="utf-8")
        .replace(f"## {version} (unreleased)\n", f"## {version} ({date})\n", 1),
    }
    for path in sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]):
        text = path.read_text(encoding="utf-8")
        texts[path.relative_to(ROOT).as_posix()] = USED.sub(version, text)
    return {path: text for path, text in texts.items() if text != (ROOT / path).read_text(encoding="utf-8")}


def release(version: str, *, dry: bool) -> None:
    """Do it, or say what would be done. Raises Refused and Failed."""
    check(version)
    changed = changes(version, datetime.datetime.now(datetime.timezone.utc).date().isoformat())
    for path in changed:
        print(f"{'would change' if dry else 'changing'} {path}")
    if dry:
        print(f"would build the sdist and the wheel in dist/, commit `Release {version}` and tag it v{version}")
        return
    try:
        for path, text in changed.items():
            (ROOT / path).write_text(text, encoding="utf-8", newline="\n")
        packages = build(ROOT, ROOT / "dist")
        git("commit", "--quiet", "--message", f"Release {version}", "--", *changed)
    except BaseException:
        git("checkout", "--quiet", "HEAD", "--", *changed)
        raise
    git(
        "tag",
        "--annotate",
        f"v{version}",
        "--message",
        f"k8slint {version}\n\n{entry_of(version)}",
        "--cleanup=verbatim",
    )
    print(f"built {' and '.join(f'dist/{package.name}' for package in packages)}")
    print(f"committed and tagged v{version}; nothing is published. To publish it:")
    print(f"  git push origin HEAD v{version}")
    print(f"  python -m twine upload {' '.join(f'dist/{package.name}' for package in packages)}")


def entry_of(version: str) -> str:
    """The changelog's text on a released version."""
    changelog = (ROOT / CHANGELOG).read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(version)} \([\d-]+\)$(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found is not None else ""


@click.command(help=__doc__)
@click.argument("version", metavar="X.Y.Z")
@click.option("dry", "--dry-run", is_flag=True, help="Only say what would be done.")
def main(version: str, dry: bool) -> None:
    """Make a release."""
    try:
        release(version, dry=dry)
    except Refused as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(2)
    except Failed as error:
        print(f"Error: the packages can't be built, and nothing was changed: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
