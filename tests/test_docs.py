"""What is written down stays true: every option, key and format in the documentation, and its links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from shell import Shell

from k8slint.cli.commands import group
from k8slint.settings.config import load
from k8slint.settings.options import OPTIONS, format_names


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
