"""Fixtures with carets: a file that holds, right under each offending line, what must be found there.

``#   ^^^^ KE303 part of the message``  the carets stand under exactly the span
``#   ^> KE303 part of the message``    starts here, goes on over lines
``# <- KE303 part of the message``      starts in the first column of the line above
A line without carets expects nothing. The first line may set the stage: ``# fixture: airflow = "2.10", unsafe = true``.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from k8slint.finding import Finding
from k8slint.lint.report import FileResult
from k8slint.settings.config import Config
from k8slint.settings.targets import Targets, parse_version
from k8slint.source.text import Source

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"

try:
    import tomllib
except ImportError:  # Python 3.10
    import tomli as tomllib  # type: ignore[no-redef]

_CARET = re.compile(
    r"^(?P<lead>\s*#\s*)(?:(?P<carets>\^+)(?P<more>>?)|(?P<first><-)) (?P<code>KE\d{3})(?: (?P<text>.*))?$"
)

# Many tests start k8slint as a process of its own. Without compiled files each of them would compile all modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.register_profile("k8slint", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are noisy
settings.load_profile("k8slint")


@dataclass(frozen=True)
class Expected:
    """One expectation: 1-based row and columns; ``end`` None when the span goes on over lines or only starts there."""

    row: int
    column: int
    end: int | None
    code: str
    text: str

    def fits(self, finding: Finding) -> bool:
        if (finding.start.row, finding.start.column, finding.code) != (self.row, self.column, self.code):
            return False
        one_line = finding.end.row == finding.start.row
        right_end = self.end is None or (one_line and finding.end.column == self.end)
        return right_end and self.text in finding.message


@dataclass
class Stage:
    """What the first line of a fixture says."""

    targets: Targets = field(default_factory=Targets)
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    unsafe: bool = False
    template: str | None = None
    inventory: tuple[str, ...] = ()
    namespace: str | None = None
    local_settings: str | None = None
    policy: dict[str, Any] = field(default_factory=dict)

    def config(self, **changes: object) -> Config:
        values: dict[str, object] = {"select": self.select, "extend-select": self.extend_select, "fix": True}
        values["unsafe-fixes"] = self.unsafe
        if self.template:
            values["pod-template"] = self.template
        values |= {"inventory": self.inventory, "namespace": self.namespace, "policy": self.policy}
        if self.local_settings:
            values["local-settings"] = self.local_settings
        values.update(changes)
        return Config(values, root=str(FIXTURES), targets=self.targets)


def stage_of(text: str, own_code: str | None = None, folder: Path = FIXTURES) -> Stage:
    """Reads ``# fixture: …``. A fixture of one rule runs that rule alone unless it selects otherwise."""
    first = text.lstrip("\ufeff").split("\n", 1)[0].strip()
    said: dict[str, Any] = {}
    if first.startswith("# fixture:"):
        said = tomllib.loads(f"said = {{{first.removeprefix('# fixture:')}}}")["said"]
    versions = {
        name: parse_version(said.pop(name)) for name in ("airflow", "provider", "client", "kubernetes") if name in said
    }
    targets = Targets(assumed=Targets().assumed.difference(versions), **versions)
    select = tuple(code.strip() for code in said.pop("select", own_code or "").split(",") if code.strip())
    extend = tuple(code.strip() for code in said.pop("extend_select", "").split(",") if code.strip())
    template = said.pop("template", None)
    stage = Stage(targets, select, extend, said.pop("unsafe", False), str(folder / template) if template else None)
    stage.inventory = tuple(str(folder / path) for path in said.pop("inventory", ()))
    local = said.pop("local_settings", None)
    stage.local_settings = None if local is None else str(folder / local)
    stage.namespace, stage.policy = said.pop("namespace", None), said.pop("policy", {})
    assert not said, f"unknown keys in the fixture's first line: {sorted(said)}"
    return stage


def expectations(text: str) -> list[Expected]:
    """The caret comments of a fixture. A comment below another one speaks of the same line of code."""
    found: list[Expected] = []
    code_row = 0
    for row, line in enumerate(text.splitlines(), 1):
        match = _CARET.match(line)
        if match is None:
            code_row = row
            continue
        if match["first"]:
            column, end = 1, None
        else:
            column = match.start("carets") + 1
            end = None if match["more"] else column + len(match["carets"])
        found.append(Expected(code_row, column, end, match["code"], (match["text"] or "").strip()))
    return found


def with_carets(text: str, findings: list[Finding]) -> str:
    """The fixture with its caret comments rewritten to what was found, for ``pytest --accept``."""
    lines = [line for line in text.split("\n") if not _CARET.match(line)]
    rows = [row for row, line in enumerate(text.split("\n"), 1) if not _CARET.match(line)]
    below: dict[int, list[str]] = {}
    for finding in sorted(findings, key=lambda f: (f.start.row, f.start.column, f.code)):
        column, message = finding.start.column, finding.message
        if column < 3:
            comment = f"# <- {finding.code} {message}"
        elif finding.end.row == finding.start.row and finding.end.column > column:
            comment = f"#{' ' * (column - 2)}{'^' * (finding.end.column - column)} {finding.code} {message}"
        else:
            comment = f"#{' ' * (column - 2)}^> {finding.code} {message}"
        below.setdefault(finding.start.row, []).append(comment)
    made: list[str] = []
    for row, line in zip(rows, lines, strict=True):
        made += [line, *below.get(row, [])]
    return "\n".join(made)


def check(source: Source, config: Config, overlay: dict[str, str] | None = None) -> list[Finding]:
    """The findings of one text; ``overlay`` holds the text of other files that it needs."""
    from k8slint.lint.pipeline import lint
    from k8slint.source.project import Project

    return list(lint(source, config, Project((str(Path(source.path).parent),), overlay)).findings)


def judge(path: str, data: bytes, config: Config) -> FileResult:
    """One file's outcome, with the fixes that the settings ask for."""
    from k8slint.run import judging
    from k8slint.source.project import Project

    return judging.judge(path, data, config, Project((str(Path(path).parent),)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expectations in fixtures to what is found")


@pytest.fixture(autouse=True)
def user_caches(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a cache of its own, as if it were a user of its own."""
    folder = tmp_path_factory.mktemp("caches")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.delenv("K8SLINT_CACHE_DIR", raising=False)
    return folder


@pytest.fixture
def long_run() -> bool:
    """Whether the attack and fuzz tests take all they have (``K8SLINT_FUZZ=long``), or a seeded sample."""
    return os.environ.get("K8SLINT_FUZZ") == "long"


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))
