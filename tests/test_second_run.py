"""What fixes leave is found again, by a plain second run of the command, whatever the byte filter drops.

(That every finding of a fixture as it is passes the filter is held by ``test_needles``.)
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from conftest import FIXTURES, Stage, check, stage_of
from shell import Shell

from k8slint.settings.config import Config, load
from k8slint.settings.options import read_plain
from k8slint.settings.targets import format_version
from k8slint.source.text import CannotDecode, decode

pytestmark = pytest.mark.slow

FOLDERS = ("guide", "imports", "migrate", "mistakes", "rules", "traps")
Said = tuple[str, int, int, str, str]  # file, row, column, code, message


def flags(stage: Stage) -> tuple[str, ...]:
    """The stage of a fixture, as options of the command."""
    targets = stage.targets
    found = [
        f"--{name}-version={format_version(getattr(targets, name))}"
        for name in ("airflow", "provider", "client", "kubernetes")
        if name not in targets.assumed
    ]
    found += [f"--select={','.join(stage.select)}"] if stage.select else []
    found += [f"--extend-select={','.join(stage.extend_select)}"] if stage.extend_select else []
    found += [f"--pod-template={stage.template}"] if stage.template else []
    return (*found, *(["--unsafe-fixes"] if stage.unsafe else []))


def stages() -> dict[tuple[str, ...], list[Path]]:
    groups: dict[tuple[str, ...], list[Path]] = defaultdict(list)
    for folder in FOLDERS:
        for path in sorted((FIXTURES / folder).rglob("*.py")):
            if not path.name.endswith(".fixed.py"):
                groups[flags(stage_of(path.read_bytes().decode("utf-8", "replace"), None, path.parent))].append(path)
    return dict(groups)


STAGES = stages()


def told(shell: Shell, *arguments: str) -> set[Said]:
    outcome = shell.run("check", "--isolated", "--no-cache", "--output-format=json", *arguments, ".")
    assert outcome.code in (0, 1), outcome.err
    return {
        (each["filename"], each["location"]["row"], each["location"]["column"], each["code"], each["message"])
        for each in json.loads(outcome.out)
        if each["filename"].startswith("case_")
    }


def without_the_filter(shell: Shell, config: Config) -> set[Said]:
    found = set()
    for path in sorted(shell.folder.glob("*.py")):
        try:
            source = decode(path.name, path.read_bytes())
        except CannotDecode:
            continue
        for each in check(source, config):
            found.add((each.path, each.start.row, each.start.column, each.code, each.message))
    return found


def but_what_the_filter_never_sees(said: set[Said]) -> set[Said]:
    return {each for each in said if each[3] != "KE001"}


@pytest.mark.parametrize("options", STAGES, ids=lambda options: " ".join(options) or "defaults")
def test_every_finding_is_found_again(
    options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(tmp_path)
    monkeypatch.chdir(tmp_path)
    for number, path in enumerate(STAGES[options]):
        shell.put(f"case_{number}.py", path.read_bytes())
    given = read_plain(["check", "--isolated", *(each for each in options if each != "--unsafe-fixes")])
    assert given is not None
    config = load(given)
    left = told(shell, "--fix", *options)
    assert told(shell, *options) == left
    assert but_what_the_filter_never_sees(left) == but_what_the_filter_never_sees(without_the_filter(shell, config))
