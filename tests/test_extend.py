"""``extend`` and ``required-version``: settings files that take another's values, and those for another k8slint."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import MEMORY, Shell

from k8slint.settings.config import load
from k8slint.settings.required import admits
from k8slint.settings.targets import parse_version
from k8slint.version import __version__


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    (tmp_path / "repository/.git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repository")
    return Shell(tmp_path / "repository")


def refusal(shell: Shell, *arguments: str) -> str:
    outcome = shell.run("check", *arguments)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    return outcome.err.removeprefix("Error: ").rstrip("\n")


def test_values_of_the_extended_file_count_where_there_are_none(shell: Shell) -> None:
    shell.put("platform/files/pod.yaml", "kind: Pod\n")
    shell.put(
        "platform/base.toml",
        'select = ["KE3"]\nignore = ["KE301"]\nextend-select = ["KE603"]\npod-template = "files/pod.yaml"\n'
        'extend-exclude = ["a"]\n'
        '[per-file-ignores]\n"tests/*" = ["KE3"]\n"old/*" = ["KE6"]\n[environment]\nA = "1"\nB = "2"\n'
        '[[targets]]\npaths = ["old"]\nairflow-version = "2.9"\n',
    )
    shell.put(
        "team/k8slint.toml",
        'extend = "../platform/base.toml"\nignore = ["KE207"]\nextend-select = ["KE902"]\nextend-exclude = ["b"]\n'
        '[per-file-ignores]\n"tests/*" = ["KE4"]\n[environment]\nB = "3"\nC = "4"\n'
        '[[targets]]\npaths = ["older"]\nairflow-version = "2.8"\n',
    )
    config = load({}, ("team",))
    assert config.file == "team/k8slint.toml"
    assert config.root == str(shell.folder / "team")
    assert config.items("select") == ("KE3",)
    assert config.items("ignore") == ("KE207",)
    assert config.items("extend-select") == ("KE603", "KE902")
    assert config.items("extend-exclude") == ("a", "b")
    assert config.pod_template == "platform/files/pod.yaml"
    assert config.table("per-file-ignores") == {"tests/*": ("KE4",), "old/*": ("KE6",)}
    assert config.table("environment") == {"A": "1", "B": "3", "C": "4"}
    assert [*config.targets_for("team/old/x.py")] == [{"airflow": (2, 9)}]
    assert [*config.targets_for("team/older/x.py")] == [{"airflow": (2, 8)}]


def test_the_extended_file_decides_what_is_found(shell: Shell) -> None:
    shell.put("dag.py", MEMORY)
    shell.put("pyproject.toml", '[tool.k8slint]\nextend = "base.toml"\n')
    assert shell.run("check").code == 2
    shell.put("base.toml", 'ignore = ["KE301"]\n')
    assert shell.run("check").code == 0
    shell.put("base.toml", 'ignore = ["KE302"]\n')
    assert shell.run("check").code == 1


def test_the_findings_of_an_extended_policy_name_the_file_that_has_it(shell: Shell) -> None:
    shell.put("dag.py", MEMORY)
    shell.put("base.toml", "# the platform's\n[policy]\nrequired-limits = ['cpu']\n")
    shell.put("k8slint.toml", 'extend = "base.toml"\nextend-select = ["KE9"]\nselect = ["KE9"]\n')
    outcome = shell.run("check")
    assert outcome.code == 1
    assert "::: base.toml:3:1" in outcome.out
    shell.put("base.toml", "[policy]\nrequired-limits = ['memory']\n")
    assert shell.run("check").code == 0


def test_of_a_pyproject_its_table_is_taken(shell: Shell) -> None:
    shell.put("k8slint.toml", 'extend = "pyproject.toml"\n')
    shell.put("pyproject.toml", "[tool.other]\n")
    assert refusal(shell) == "k8slint.toml: `extend`: pyproject.toml has no table [tool.k8slint]"
    shell.put("pyproject.toml", "[tool.k8slint]\nquiet = true\n")
    assert load({}).flag("quiet")


def test_circles_are_refused(shell: Shell) -> None:
    shell.put("k8slint.toml", 'extend = "k8slint.toml"\n')
    assert refusal(shell) == ("k8slint.toml: `extend` leads back to k8slint.toml: k8slint.toml -> k8slint.toml")
    shell.put("k8slint.toml", 'extend = "a.toml"\n')
    shell.put("a.toml", 'extend = "b.toml"\n')
    shell.put("b.toml", 'extend = "link.toml"\n')
    (shell.folder / "link.toml").symlink_to("a.toml")
    assert refusal(shell) == ("b.toml: `extend` leads back to a.toml: k8slint.toml -> a.toml -> b.toml -> link.toml")


@pytest.mark.parametrize(("files", "code"), [(10, 0), (11, 2), (5000, 2)])
def test_chains_have_an_end(shell: Shell, files: int, code: int) -> None:
    shell.put("k8slint.toml", 'extend = "0.toml"\n')
    for number in range(files):
        shell.put(f"{number}.toml", f'extend = "{number + 1}.toml"\n' if number + 1 < files else "")
    outcome = shell.run("check")
    assert outcome.code == code
    if code:
        assert outcome.err == "Error: k8slint.toml: `extend`: more than 10 files extend each other\n"


@pytest.mark.parametrize("target", ["../outside.toml", "link.toml", "/etc/passwd", "folder/../../outside.toml"])
def test_a_file_of_the_repository_extends_none_outside(shell: Shell, target: str) -> None:
    shell.put("../outside.toml", "exit-zero = true\n")
    (shell.folder / "link.toml").symlink_to("../outside.toml")
    shell.put("k8slint.toml", f'extend = "{target}"\n')
    assert "is outside of the repository; only your own settings may" in refusal(shell)
    shell.put("base.toml", f'extend = "{target}"\n')  # nor by way of another
    shell.put("k8slint.toml", 'extend = "base.toml"\n')
    assert refusal(shell).startswith("base.toml: `extend`: ")


def test_what_the_repository_may_not_set_it_may_not_set_by_way_of_another_file(shell: Shell) -> None:
    shell.put("base.toml", "exit-zero = true\n")
    shell.put("k8slint.toml", 'extend = "base.toml"\n')
    assert "base.toml: `exit-zero` can't be set by a file in the repository" in refusal(shell)
    shell.put("../mine.toml", 'extend = "repository/base.toml"\n')
    assert "`exit-zero` can't be set" in refusal(shell, "--config", "../mine.toml")


def test_the_users_own_settings_extend_what_they_like(shell: Shell) -> None:
    shell.put("dag.py", MEMORY)
    shell.put("../more/own.toml", "exit-zero = true\n")
    shell.put("../mine.toml", 'extend = "more/own.toml"\n')
    assert shell.run("check", "--config", "../mine.toml").code == 0


def test_what_is_wrong_is_said_of_the_file_that_has_it(shell: Shell) -> None:
    shell.put("k8slint.toml", 'extend = "base.toml"\n')
    for text, message in [("selct = []", "unknown key `selct`"), ("select = 3", "`select` must be a list"), ("[", "")]:
        shell.put("base.toml", text)
        assert refusal(shell).startswith(f"base.toml: {message}")


def test_another_version_of_k8slint_stops_before_anything_is_checked(shell: Shell) -> None:
    shell.put("dag.py", MEMORY)
    shell.put("k8slint.toml", 'required-version = ">=999"\nkey-of-the-future = 1\n')
    expected = f"k8slint.toml: `required-version` is >=999, but this is k8slint {__version__}"
    for command in ("check", "render"):
        outcome = shell.run(command)
        assert (outcome.code, outcome.err) == (2, f"Error: {expected}\n")
    shell.put("base.toml", 'required-version = ">=999"\n')
    shell.put("k8slint.toml", 'extend = "base.toml"\n')
    assert refusal(shell).startswith("base.toml: `required-version` is")
    shell.put("k8slint.toml", f'required-version = "{__version__}"\n')
    assert shell.run("check").code == 1


ADMITTED = [
    ("0.2", "0.2.0", True), ("==0.2.0", "0.2", True), ("0.2.1", "0.2.0", False), ("0.2.*", "0.2.9", True),
    ("0.2.*", "0.3", False), ("!=0.2.*", "0.2.1", False), ("!=0.2", "0.2.1", True), (">=0.2", "0.10", True),
    (">0.2", "0.2.0", False), (">0.2", "0.2.1", True), ("<0.2", "0.1.9", True), ("<0.2", "0.2.0", False),
    ("<=0.2", "0.2.0", True), ("~=0.2.1", "0.2.9", True), ("~=0.2.1", "0.3", False), ("~=0.2", "0.9", True),
    ("~=0.2", "1.0", False), ("~=0.2.1", "0.2.0", False), (">=0.2, <1", "0.5", True), (">=0.2,<1", "1.0", False),
    (" 0.2 ", "0.2", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "version", "expected"), ADMITTED)
def test_specifiers_mean_what_they_mean_to_pip(text: str, version: str, expected: bool) -> None:
    from packaging.specifiers import SpecifierSet

    plain = text if text.strip()[0] in "=!<>~" else f"=={text}"
    assert admits(text, parse_version(version)) is expected
    assert SpecifierSet(plain).contains(version) is expected


@pytest.mark.parametrize(
    "text", ["", "new", ">=", ">=0.2,", "=>1", "1.x", ">=1.*", "~=1", "1 2", ">=0.2rc1", "1." * 500]
)
def test_what_is_no_specifier_is_said(shell: Shell, text: str) -> None:
    shell.put("k8slint.toml", f'required-version = "{text}"\n')
    assert refusal(shell).startswith('k8slint.toml: `required-version` must be versions like ">=0.2,<1" or "0.2.1"')
