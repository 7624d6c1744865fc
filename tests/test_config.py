"""Settings: where they are found, what they may say, and what is said when they are wrong."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from shell import CLEAN, DEAD_IMPORT, MEMORY, Shell, airflow_project

from k8slint.settings.config import Config, load
from k8slint.settings.errors import UserError
from k8slint.settings.options import OPTIONS, Given, Option
from k8slint.settings.targets import Targets


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("K8SLINT_CACHE_DIR", raising=False)
    return airflow_project(tmp_path)


def settings_of(shell: Shell, text: str, given: Given | None = None) -> Config:
    shell.put("k8slint.toml", text)
    return load(given or {})


def test_the_nearest_file_that_speaks_to_k8slint_counts(shell: Shell) -> None:
    shell.put("pyproject.toml", '[tool.k8slint]\nselect = ["KE1"]\n')
    shell.put("a/pyproject.toml", "[tool.other]\n")
    shell.put("a/b/k8slint.toml", 'select = ["KE2"]\n')
    shell.put("a/b/pyproject.toml", '[tool.k8slint]\nselect = ["KE3"]\n')
    shell.put("a/b/c/.k8slint.toml", 'select = ["KE4"]\n')
    shell.put("a/b/c/dag.py", CLEAN)
    assert load({}, ("a",)).items("select") == ("KE1",)
    assert load({}, ("a/b",)).items("select") == ("KE2",)
    assert load({}, ("a/b/c/dag.py",)).items("select") == ("KE4",)
    assert load({}, ("a/b/c", "a")).items("select") == ("KE1",)
    assert load({"isolated": True}, ("a/b",)).items("select") == ()
    assert load({"config": "a/b/k8slint.toml"}).items("select") == ("KE2",)


def test_the_root_is_the_folder_of_the_settings_else_of_the_repository(shell: Shell) -> None:
    shell.put("repository/dags/dag.py", CLEAN)
    (shell.folder / "repository/.git").mkdir()
    assert load({}, ("repository/dags",)).root == str(shell.folder / "repository")
    shell.put("repository/dags/k8slint.toml", "")
    assert load({}, ("repository/dags",)).root == str(shell.folder / "repository/dags")


def test_the_command_line_wins_and_extends(shell: Shell) -> None:
    text = 'select = ["KE1"]\nextend-select = ["KE4"]\nignore = ["KE101"]\nquiet = true\n'
    given: Given = {"select": ("KE2",), "extend-select": ("KE6",), "quiet": False}
    config = settings_of(shell, text, given)
    assert config.items("select") == ("KE2",)
    assert config.items("extend-select") == ("KE4", "KE6")
    assert config.items("ignore") == ("KE101",)
    assert not config.flag("quiet")


def test_paths_of_a_settings_file_are_meant_from_its_folder(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.put("k8slint.toml", 'src = ["dags", "plugins"]\npod-template = "files/pod.yaml"\n')
    shell.put("files/pod.yaml", "kind: Pod\n")
    shell.put("dags/dag.py", CLEAN)
    monkeypatch.chdir(shell.folder / "dags")
    config = load({}, ("dag.py",))
    assert config.src == ("../dags", "../plugins")
    assert config.pod_template == "../files/pod.yaml"


def test_the_environment_names_the_cache(shell: Shell) -> None:
    assert load({}, environ={"K8SLINT_CACHE_DIR": "there"}).cache_folder == "there"
    assert load({"cache-dir": "here"}, environ={"K8SLINT_CACHE_DIR": "there"}).cache_folder == "here"
    assert load({}, environ={}).cache_folder is None


@pytest.mark.parametrize("option", [option for option in OPTIONS if option.in_settings], ids=lambda option: option.key)
def test_every_key_takes_its_type_and_no_other(shell: Shell, option: Option) -> None:
    shell.put("pod.yaml", "kind: Pod\n")
    shell.put("base.toml", "")
    right = {
        "flag": "true", "list": '["KE1"]', "paths": '["dags"]', "number": "2", "text": '"x"', "path": '"pod.yaml"',
        "version": '"3.1"', "table": "{}", "targets": "[]", "specifier": '">=0.1"', "settings": '"base.toml"', "choice": f'"{option.choices[0] if option.choices else ""}"',
    }  # fmt: skip
    if option.of_the_user:
        with pytest.raises(UserError, match=rf"k8slint\.toml: `{option.key}` can't be set by a file in the repository"):
            settings_of(shell, f"{option.key} = {right[option.kind]}\n")
    else:
        assert settings_of(shell, f"{option.key} = {right[option.kind]}\n").file == "k8slint.toml"
    wrong = {"flag": '"yes"', "list": '"KE1"', "paths": "[1]", "number": "-1", "table": "[]", "targets": "{}"}
    with pytest.raises(UserError, match=rf"k8slint\.toml: `{option.key}` must be"):
        settings_of(shell, f"{option.key} = {wrong.get(option.kind, '3.1')}\n")


WRONG = [
    ("required-version = '>=9'", r"`required-version` is >=9, but this is k8slint 0\."),
    ("required-version = 'new'", r'`required-version` must be versions like ">=0\.2,<1" or "0\.2\.1"'),
    ("required-version = '>=9'\nselct = []", "`required-version` is >=9"),
    ("extend = 'nowhere.toml'", r"`extend`: nowhere\.toml can't be read: No such file or directory"),
    ("targets = [3]", r"`targets` must be a list of tables \(\[\[targets\]\]\); entry 1 is 3"),
    (
        "[[targets]]\nairflow-version = '2.10'",
        "`targets` entry 1: `paths` is missing: list the files that it applies to",
    ),
    ("[[targets]]\npaths = 'dags'", "entry 1: `paths` must be a list of strings"),
    ("[[targets]]\npaths = ['dags']", "entry 1: it sets no version; set `airflow-version`"),
    ("[[targets]]\npaths = ['dags']\nairflow = '2.10'", "unknown key `airflow`; did you mean `airflow-version`"),
    ("[[targets]]\npaths = ['dags']\nairflow-version = 2.10", "`airflow-version` must be a string, not 2.1"),
    ("[[targets]]\npaths = ['dags']\nairflow-version = '3.x'", "`airflow-version`: '3.x' is not a version"),
    ("selct = []", r"unknown key `selct`; did you mean `select`\?"),
    ("stdin-filename = 'x'", "`stdin-filename` isn't a setting; use --stdin-filename on the command line"),
    ("output = ['json:x']", "`output` isn't a setting; use --output on the command line"),
    ("select = ['KE9999']", "select: there is no rule `KE9999`"),
    ("ignore = ['moved-imports']", r"ignore: there is no rule `moved-imports`; did you mean `moved-import`\?"),
    ("select = ['']", "select: there is no rule ``"),
    ("output-format = 'xml'", "`output-format` must be one of"),
    ("airflow-version = '3.x'", "'3.x' is not a version"),
    ("airflow-version = 2.10", 'must be a string, not 2.1; write "2.1" in quotes'),
    ("pod-template = 'nowhere.yaml'", "pod-template: there is no file nowhere.yaml"),
    ("per-file-ignores = {'x' = 'KE1'}", "`per-file-ignores` must be a list of strings"),
    ("per-file-ignores = {'x' = ['KE0000']}", r'per-file-ignores\."x": there is no rule'),
    ("environment = {CORES = 2}", "`environment` must contain strings; `CORES` is 2"),
    ("rules = {}", "unknown key `rules`"),
    ("select = [", r"k8slint\.toml: "),
    ("fix = 1", "`fix` must be true or false, not 1"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_wrong_is_said(shell: Shell, text: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        settings_of(shell, text + "\n")


def test_a_table_that_is_none_and_a_file_that_is_no_text(shell: Shell) -> None:
    shell.put("pyproject.toml", "[tool]\nk8slint = 3\n")
    with pytest.raises(UserError, match=r"\[tool.k8slint\] must be a table"):
        load({})
    shell.put("pyproject.toml", b"[tool.k8slint]\nselect = ['\xff']\n")
    with pytest.raises(UserError, match=r"pyproject\.toml"):
        load({})
    with pytest.raises(UserError, match=r"nowhere\.toml"):
        load({"config": "nowhere.toml"})


def test_a_wrong_setting_is_an_error_even_where_nothing_can_be_found(shell: Shell) -> None:
    shell.write(dag_py=CLEAN, k8slint_toml="unkown = 1\n")
    outcome = shell.run("check", "dag.py")
    assert outcome.code == 2
    assert "Error: k8slint.toml: unknown key `unkown`" in outcome.err


def test_per_file_ignores(shell: Shell) -> None:
    shell.put("k8slint.toml", '[per-file-ignores]\n"tests/*" = ["KE6"]\n"*_legacy.py" = ["moved-import"]\n')
    for path in ("dags/dag.py", "tests/dag.py", "dags/a_legacy.py"):
        shell.put(path, DEAD_IMPORT + MEMORY)
    found = shell.run("check", "--output-format", "concise").out.splitlines()
    assert [line.split()[0].partition(":")[0] for line in found if "KE601" in line] == ["dags/dag.py"]
    assert sum("KE301" in line for line in found) == 3


SELECTIONS = [
    ((), (), (), "KE601", True),
    ((), (), (), "KE603", False),
    (("KE6",), (), (), "KE603", True),
    (("KE",), (), (), "KE603", False),
    (("KE",), (), (), "KE601", True),
    (("ALL",), (), (), "KE603", True),
    ((), ("deprecated-import",), (), "KE603", True),
    ((), ("KE603",), (), "KE601", True),
    (("KE6",), (), ("KE601",), "KE601", False),
    (("KE601",), (), ("KE6",), "KE601", True),
    (("KE6",), (), ("KE6",), "KE601", False),
    (("moved-import",), (), ("KE6",), "KE601", True),
    ((), (), ("moved-import",), "KE601", False),
    (("KE1",), (), (), "KE601", False),
]


@pytest.mark.parametrize(("select", "extend", "ignore", "code", "expected"), SELECTIONS)
def test_the_longer_selector_wins(
    select: tuple[str, ...], extend: tuple[str, ...], ignore: tuple[str, ...], code: str, expected: bool
) -> None:
    config = Config({"select": select, "extend-select": extend, "ignore": ignore})
    assert config.selected(code) is expected


def test_a_config_is_frozen_and_travels() -> None:
    config = Config({"select": ("KE1",)}, targets=Targets(airflow=(2, 9)))
    with pytest.raises(AttributeError):
        config.root = "x"
    again = pickle.loads(pickle.dumps(config))
    assert (again.digest, again.targets) == (config.digest, config.targets)


def test_the_digest_is_about_what_is_judged_and_nothing_else() -> None:
    digest = Config().digest
    assert Config({"quiet": True, "output-format": "json", "jobs": 3, "fix": True}).digest == digest
    assert Config({"select": ("KE1",)}).digest != digest
    assert Config({"external-defaults": True}).digest != digest
    assert Config({"environment": {"A": "b"}}).digest != digest
    assert Config({"src": ("dags",)}).digest != digest
    assert Config({"pod-template": "x.yaml"}).digest != digest
    assert Config({"airflow-version": "2.9"}).digest != digest
    assert Config(targets=Targets(airflow=(2, 9))).digest != digest


def test_stated_versions_are_targets() -> None:
    targets = Config({"airflow-version": "2.10", "client-version": "31"}).targets
    assert (targets.airflow, targets.client) == ((2, 10), (31,))
    assert targets.assumed == {"provider", "kubernetes"}
