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
        assert f"## {name}" in page("output-formats"), f"add a section `## {name}` to docs/output-formats.md"


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("block", blocks(page("settings"), "toml"))
def test_the_settings_in_the_documentation_are_accepted(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    shell = Shell(tmp_path / "team")
    shell.put("files/pod_template.yaml", "kind: Pod\n")
    shell.put("../platform/k8slint.toml", "quiet = true\n")
    name = "pyproject.toml" if "[tool.k8slint" in block else "k8slint.toml"
    shell.put(name, block)
    monkeypatch.chdir(shell.folder)
    assert load({}).file == name


def test_the_page_on_references_and_policy_is_true(tmp_path: Path) -> None:
    """Its files are written, its commands run, and they print what the page says; its settings are accepted."""
    shell = Shell(tmp_path)
    text = page("references-and-policy")
    (tmp_path / ".git").mkdir()
    for _, name, content in re.findall(r"```(yaml|python) title=\"(\S+)\"\n(.*?)```", text, re.DOTALL):
        shell.put(name, content)
    consoles = re.findall(r"```console\n\$ k8slint (check .*?)\n(.*?)```", text, re.DOTALL)
    assert len(consoles) == 2
    (tmp_path / "dags/astro.py").rename(tmp_path / "astro.py")  # each command is shown before the next file
    for command, output in consoles:
        outcome = shell.run(*command.split())
        assert outcome.out == output, command
        if (tmp_path / "astro.py").exists():
            (tmp_path / "astro.py").rename(tmp_path / "dags/astro.py")
    assert shell.run("check", "dags", "--inventory", "inventory.yaml").code == 1
    for number, block in enumerate(blocks(text, "toml")):
        shell.put("k8slint.toml", re.sub(r"\[(\[?)tool\.k8slint\.?", r"[\1", block).replace("[]\n", ""))
        assert shell.run("check", "k8s", "-q").code == 0, number


def test_the_worked_example_is_true(tmp_path: Path) -> None:
    """Its files are written, its commands run, and they print what the page says."""
    shell = Shell(tmp_path)
    text = page("worked-example")
    (tmp_path / ".git").mkdir()
    files = re.findall(r"```\w+ title=\"(\S+)\"\n(.*?)```", text, re.DOTALL)
    assert len(files) == 7
    for name, content in files:
        shell.put(name, content)
    consoles = re.findall(r"```console\n\$ k8slint (.*?)\n(.*?)```", text, re.DOTALL)
    assert [command.split()[0] for command, _ in consoles] == ["check", "render"]
    for command, output in consoles:
        assert shell.run(*command.split()).out == output, command


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
