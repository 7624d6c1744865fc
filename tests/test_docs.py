"""What is written down stays true: generated pages and data, and every option and key in the documentation."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import generated
import pytest
from conftest import ROOT
from shell import Shell

from k8slint.cli.commands import group
from k8slint.settings.config import load
from k8slint.settings.options import OPTIONS, format_names

GENERATED: dict[str, Callable[[], str]] = {
    "k8slint/data/catalogue.py": generated.catalogue,
    "docs/rules.md": generated.rules_page,
}


@pytest.mark.parametrize("path", GENERATED)
def test_what_is_generated_is_up_to_date(path: str, accept: bool) -> None:
    text = GENERATED[path]()
    target = ROOT / path
    if accept and (not target.exists() or target.read_text(encoding="utf-8") != text):
        target.write_text(text, encoding="utf-8")
    assert target.read_text(encoding="utf-8") == text, (
        f"out of date: pytest --accept tests/test_docs.py rewrites {path}"
    )


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def test_every_flag_is_documented() -> None:
    text = page("command-line")
    for option in OPTIONS:
        for flag in (*option.flags, option.negative):
            assert not flag or f"`{flag}" in text, flag
    for command in group().commands:
        assert f"k8slint {command}" in text, command


def test_every_key_is_documented() -> None:
    text = page("settings")
    for option in OPTIONS:
        assert not option.in_settings or f"`{option.key}`" in text, option.key


def test_every_format_is_documented() -> None:
    for name in format_names():
        assert f"## {name}" in page("output-formats"), name


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("block", blocks(page("settings"), "toml"))
def test_the_settings_in_the_documentation_are_accepted(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Shell(tmp_path).put("files/pod_template.yaml", "kind: Pod\n")
    name = "pyproject.toml" if "[tool.k8slint" in block else "k8slint.toml"
    Shell(tmp_path).put(name, block)
    assert load({}).file == name


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
