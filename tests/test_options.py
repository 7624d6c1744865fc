"""Every option of every command, used as a user uses it: the installed command, in a folder of its own.

Each case runs the command with the option and without it, and says what the option makes it say, or keeps it from
saying. An option of ``--help`` that has no case fails the last test.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from shell import Shell

from k8slint.settings.options import OPTIONS

COMMAND = str(Path(sys.executable).with_name("k8slint"))
BOTH = """\
from airflow.kubernetes.secret import Secret
from kubernetes.client import models as k8s

limits = k8s.V1ResourceRequirements(limits={"memory": "512MB"})
"""
TASKS = """\
import os

from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator
from kubernetes.client import models as k8s
from sizes import MEMORY


def sized(memory, **more):
    limits = k8s.V1ResourceRequirements(limits={"memory": memory})
    base = k8s.V1Container(name="base", resources=limits, **more)
    return {"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[base]))}


with DAG(dag_id="nightly", schedule=None):
    BashOperator(task_id="load", bash_command="true", executor_config=sized(os.getenv("LIMIT", "768MB")))
    BashOperator(
        task_id="clean", bash_command="true", executor_config=sized(MEMORY, security_context={"run_as_user": 1})
    )
    BashOperator(task_id="plain", bash_command="true")

with DAG(dag_id="weekly", schedule=None):
    source = k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="nowhere"))
    BashOperator(task_id="dump", bash_command="true", executor_config=sized("1Gi", env_from=[source], args=["x"]))
"""
ACCEPTED = """\
{"version": 1, "findings": {"dags/both.py": [
  {"code": "KE301", "in": "limits", "text": "\\"512MB\\"", "count": 1},
  {"code": "KE601", "in": "", "text": "Secret", "count": 1}
]}}
"""
FILES = {
    "requirements.txt": "apache-airflow==3.1.0\n",
    "dags/both.py": BOTH,
    "dags/dead.py": "from airflow.kubernetes.secret import Secret\n",
    "shout/shouting.py": 'from airflow.providers.cncf.kubernetes.secret import Secret\n\nSecret("env", "password", "db", "password")\n',
    "dags/old.py": "from airflow.operators.bash import BashOperator\n",
    "tasks/tasks.py": TASKS,
    "lib/sizes.py": 'MEMORY = "640MB"\n',
    "template.yaml": "kind: Pod\nspec:\n  containers:\n    - name: base\n      image: etl:1\n      imagePullPolicy: Sometimes\n",
    "deploy/hooks.py": "def pod_mutation_hook(pod):\n    pod.spec.priority_class_name = 'High'\n",
    "other.toml": 'ignore = ["KE601"]\n',
    "accepted.json": ACCEPTED,
    "k8s/all.yaml": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: here\n  namespace: jobs\n",
}  # fmt: skip


class Case(NamedTuple):
    """A use of an option: the flag itself stands in ``arguments``, with its value if it takes one."""

    flag: str
    arguments: str
    says: str = ""
    silences: str = ""
    settings: str = ""
    without: str | None = None  # the arguments without it, where leaving it out isn't enough
    stdin: str = ""


CHECK = (
    Case("--fix", "--fix dags/both.py", says="1 fix applied"),
    Case("--no-fix", "--fix --no-fix dags/both.py", says="1 fixable with --fix,"),
    Case("--unsafe-fixes", "--fix --unsafe-fixes dags/both.py", says="2 fixes applied"),
    Case("--no-unsafe-fixes", "--fix --unsafe-fixes --no-unsafe-fixes dags/both.py", says="1 fix applied"),
    Case("--diff", "--diff dags/both.py", says="+from airflow.providers"),
    Case("--no-diff", "--diff --no-diff dags/both.py", says="error[KE601]"),
    Case("--add-ignore", "--add-ignore dags/both.py", says="Suppressed 2 findings in 1 file.", silences="error[KE601]"),
    Case("--select", "--select KE301 dags/both.py", silences="KE601"),
    Case("--extend-select", "--extend-select KE603 dags/old.py", says="KE603"),
    Case("--ignore", "--ignore KE601 dags/both.py", silences="KE601"),
    Case("--output-format", "--output-format json dags/both.py", says='"code": "KE601"'),
    Case("--output-file", "--output-file found.txt dags/both.py", says="found.txt", silences="KE601"),
    Case("--output", "--output pylint:found.txt dags/both.py", says="found.txt", silences="KE601"),
    Case("--min-severity", "--min-severity warning shout", silences="KE410"),
    Case("--fail-on", "--fail-on info shout", says="exit 1"),
    Case("--baseline", "--baseline accepted.json dags/both.py", says="2 accepted by", silences="KE601"),
    Case("--diff-base", "--diff-base HEAD dags/both.py", silences="KE601"),
    Case("--no-baseline", "--no-baseline dags/both.py", says="KE601", settings='baseline = "accepted.json"'),
    Case("--exit-zero", "--exit-zero dags/both.py", says="exit 0"),
    Case("--no-exit-zero", "--exit-zero --no-exit-zero dags/both.py", says="exit 1"),
    Case("--exit-non-zero-on-fix", "--fix --exit-non-zero-on-fix dags/dead.py", says="exit 1"),
    Case("--no-exit-non-zero-on-fix", "--fix --exit-non-zero-on-fix --no-exit-non-zero-on-fix dags/dead.py", says="exit 0"),
    Case("--airflow-version", "--airflow-version 2.10 dags/both.py", silences="KE601"),
    Case("--provider-version", "-v --provider-version 8.0.0 dags/both.py", says="Checked for provider 8.0.0\n"),
    Case("--client-version", "-v --client-version 29 dags/both.py", says="Checked for client 29\n"),
    Case("--kubernetes-version", "-v --kubernetes-version 1.30 dags/both.py", says="Checked for kubernetes 1.30\n"),
    Case("--detect-versions", "-v --detect-versions dags/both.py", says="from requirements.txt:1", settings="detect-versions = false"),
    Case("--no-detect-versions", "-v --no-detect-versions dags/both.py", silences="from requirements.txt:1"),
    Case("--pod-template", "--pod-template template.yaml tasks", says="template.yaml:6"),
    Case("--inventory", "--inventory k8s --namespace jobs tasks", says="`nowhere`", without="tasks"),
    Case("--namespace", "--inventory k8s --namespace jobs tasks", says="`jobs`", without="tasks"),
    Case("--local-settings", "--local-settings deploy/hooks.py tasks", says="deploy/hooks.py:2"),
    Case("--external-defaults", "--external-defaults tasks", says="768MB"),
    Case("--no-external-defaults", "--no-external-defaults tasks", silences="768MB", settings="external-defaults = true"),
    Case("--src", "--src lib tasks", says="lib/sizes.py:1"),
    Case("--exclude", "--exclude both.py dags", silences="both.py"),
    Case("--extend-exclude", "--extend-exclude both.py dags", silences="both.py"),
    Case("--force-exclude", "--exclude both.py --force-exclude dags/both.py", silences="KE601"),
    Case(
        "--no-force-exclude", "--no-force-exclude dags/both.py", says="KE601",
        settings='force-exclude = true\nextend-exclude = ["both.py"]',
    ),
    Case("--show-unknown", "--show-unknown tasks", says=": unknown: "),
    Case("--no-show-unknown", "--no-show-unknown tasks", silences=": unknown: ", settings="show-unknown = true"),
    Case("--statistics", "--statistics dags", says="2  KE601"),
    Case("--no-statistics", "--no-statistics dags", silences="2  KE601", settings="statistics = true"),
    Case("--cache", "--cache dags", says="user-cache", settings="cache = false"),
    Case("--no-cache", "--no-cache dags", silences="user-cache"),
    Case("--timings", "--timings dags", says="seconds  slowest files"),
    Case("--watch", "- --watch", says="can't be watched", stdin=BOTH, without="-"),
    Case("--timeout-per-file", "--timeout-per-file 60 dags"),
    Case("--cache-dir", "--cache-dir kept dags", says="kept"),
    Case("--jobs", "--jobs 2 dags"),
    Case("-j", "-j 2 dags"),
    Case("--quiet", "--quiet dags", silences="Checked 3 files"),
    Case("-q", "-q dags", silences="Checked 3 files"),
    Case("--verbose", "--verbose dags", says="Settings: none"),
    Case("-v", "-v dags", says="Settings: none"),
    Case("--color", "--color always dags", says="\x1b["),
    Case("--stdin-filename", "- --stdin-filename dags/new.py", says="dags/new.py:1", stdin=BOTH, without="-"),
    Case("--config", "--config other.toml dags/both.py", silences="KE601"),
    Case("--isolated", "--isolated --airflow-version 3.0 dags/both.py", says="KE601", settings='ignore = ["KE601"]'),
)  # fmt: skip
VALUES = {  # of the options that take one
    "select": ("KE3",), "extend-select": ("KE3",), "ignore": ("KE3",), "output-file": ("x.txt",), "min-severity": ("error",),
    "fail-on": ("error",), "airflow-version": ("3.0",), "provider-version": ("10.1",), "client-version": ("31",),
    "kubernetes-version": ("1.30",), "pod-template": ("template.yaml",), "inventory": ("k8s",), "namespace": ("jobs",),
    "local-settings": ("deploy/hooks.py",), "src": ("lib",), "exclude": ("x",), "extend-exclude": ("x",),
    "baseline": ("accepted.json",), "cache-dir": ("kept",), "jobs": ("2",), "timeout-per-file": ("5",), "color": ("never",),
}  # fmt: skip
RULE = (
    Case("--all", "--all", says="KE001 cannot-parse"),
    Case("--output-format", "--output-format markdown KE301", says="### KE301"),
)
RENDER = (
    Case("--task", "--task load tasks", silences="task dump"),
    Case("--dag", "--dag weekly tasks", silences="task load"),
    Case("--unknown", "--unknown placeholder tasks", says="<unknown>"),
    Case("--diff", "--diff HEAD tasks", silences="kind: Pod"),
    Case("--output-format", "--output-format json tasks", says='"kind": "List"'),
    Case("--airflow-version", "--airflow-version 2.10 tasks", says="execution_date", silences="logical_date"),
    Case("--provider-version", "--airflow-version 2.6 --provider-version 7.9.0 tasks", silences="- x", without="--airflow-version 2.6 tasks"),
    Case("--client-version", "--src lib --client-version 37 tasks", says="runAsUser"),
    Case("--kubernetes-version", "--kubernetes-version 1.30 tasks"),
    Case("--pod-template", "--pod-template template.yaml tasks", says="task plain"),
    Case("--local-settings", "--local-settings deploy/hooks.py tasks", says="changed by pod_mutation_hook"),
    Case("--external-defaults", "--external-defaults tasks", says='memory: "768MB"'),
    Case("--no-external-defaults", "--no-external-defaults tasks", silences='memory: "768MB"', settings="external-defaults = true"),
    Case("--src", "--src lib tasks", says="640MB"),
    Case("--config", "--config other.toml tasks"),
    Case("--isolated", "--isolated tasks", silences="task plain", settings='pod-template = "template.yaml"'),
)  # fmt: skip
REPORT = (
    Case("--format", "--format csv tasks", says="path,line,dag"),
    Case("-o", "--format csv -o page.csv tasks", says="Wrote page.csv", without="--format csv tasks"),
    Case("--output", "--format csv --output page.csv tasks", says="Wrote page.csv", without="--format csv tasks"),
    Case("--select", "--format markdown --select KE6 dags", silences="KE301"),
    Case("--extend-select", "--format markdown --extend-select KE603 dags", says="KE603"),
    Case("--ignore", "--format markdown --ignore KE601 dags", silences="KE601"),
    Case("--airflow-version", "--format markdown --airflow-version 2.10 dags", silences="KE601"),
    Case("--provider-version", "--format markdown --provider-version 8.0.0 dags", says="provider 8.0.0"),
    Case("--client-version", "--format markdown --client-version 29 dags", says="client 29,"),
    Case("--kubernetes-version", "--format markdown --kubernetes-version 1.30 dags", says="Kubernetes 1.30\n"),
    Case("--pod-template", "--format csv --pod-template template.yaml tasks", says=",template.yaml,"),
    Case("--inventory", "--format markdown --inventory k8s --namespace jobs tasks", says="KE803", without="--format markdown tasks"),
    Case("--namespace", "--format markdown --inventory k8s --namespace jobs tasks", says="KE803", without="--format markdown tasks"),
    Case("--local-settings", "--format markdown --local-settings deploy/hooks.py tasks", says="deploy/hooks.py:2"),
    Case("--external-defaults", "--format markdown --external-defaults tasks", says="KE301"),
    Case("--no-external-defaults", "--format markdown --no-external-defaults tasks", silences="KE301", settings="external-defaults = true"),
    Case("--src", "--format markdown --src lib tasks", says="640MB"),
    Case("--exclude", "--format markdown --exclude both.py dags", silences="both.py"),
    Case("--extend-exclude", "--format markdown --extend-exclude both.py dags", silences="both.py"),
    Case("--jobs", "--jobs 2 dags"),
    Case("-j", "-j 2 dags"),
    Case("--timeout-per-file", "--timeout-per-file 60 dags"),
    Case("--config", "--format markdown --config other.toml dags", silences="KE601"),
    Case("--isolated", "--format markdown --isolated --airflow-version 3.0 dags", says="KE601", settings='ignore = ["KE601"]'),
)  # fmt: skip
BASELINE = (
    Case("--prune", "--prune --baseline accepted.json dags/dead.py dags/both.py", says="accepted (unchanged)"),
    Case("--baseline", "--baseline accepted.json dags", says="accepted.json: 3 findings"),
    Case("--select", "--select KE301 dags/both.py", says="1 finding in"),
    Case("--extend-select", "--extend-select KE603 dags/old.py", says="1 finding in"),
    Case("--ignore", "--ignore KE601 dags/both.py", says="1 finding in"),
    Case("--quiet", "--quiet dags", silences="accepted ("),
    Case("-q", "-q dags", silences="accepted ("),
    Case("--airflow-version", "--airflow-version 2.10 dags/both.py", says="1 finding in"),
    Case("--provider-version", "--provider-version 8.0.0 dags/both.py"),
    Case("--client-version", "--client-version 29 dags/both.py"),
    Case("--kubernetes-version", "--kubernetes-version 1.30 dags/both.py"),
    Case("--pod-template", "--pod-template template.yaml dags/both.py", says="4 findings in"),
    Case("--inventory", "--inventory k8s --namespace jobs tasks", says="3 findings in", without="tasks"),
    Case("--namespace", "--inventory k8s --namespace jobs tasks", says="3 findings in", without="tasks"),
    Case("--local-settings", "--local-settings deploy/hooks.py tasks", says="3 findings in"),
    Case("--external-defaults", "--external-defaults tasks", says="3 findings in"),
    Case("--no-external-defaults", "--no-external-defaults tasks", silences="3 findings in", settings="external-defaults = true"),
    Case("--src", "--src lib tasks", says="3 findings in"),
    Case("--config", "--config other.toml dags/both.py", says="1 finding in"),
    Case("--isolated", "--isolated --airflow-version 3.0 dags/both.py", says="2 findings in", settings='ignore = ["KE601"]'),
)  # fmt: skip
CONFIG = (
    Case("--output-format", "--output-format json dags", says='"kind": "default"'),
    Case("--schema", "--schema", says="json-schema.org"),
    *(
        Case(flag, f"{' '.join((flag, *VALUES.get(option.key, ())))} dags", says=f"# {origin}\n")
        for option in OPTIONS
        if option.in_settings and option.flags and option.key not in ("output", "output-format")
        for origin in (option.flags[0], *([option.negative] if option.negative else ()))
        for flag in (option.flags if origin == option.flags[0] else (origin,))
    ),
    Case("--config", "--config other.toml dags", says="# other.toml:1"),
    Case("--isolated", "--isolated dags", says="# --isolated"),
)
BUG_REPORT = (
    Case("--rule", "--rule KE601 dags/both.py", silences="KE301"),
    Case("-o", "-o report.md dags/both.py", silences="## Versions"),
    Case("--output", "--output report.md dags/both.py", silences="## Versions"),
    Case("--airflow-version", "--airflow-version 2.10 dags/both.py", says="- airflow: 2.10\n", silences="KE601"),
    Case("--provider-version", "--provider-version 8.0.0 dags/both.py", says="- provider: 8.0.0\n"),
    Case("--client-version", "--client-version 29 dags/both.py", says="- client: 29\n"),
    Case("--kubernetes-version", "--kubernetes-version 1.30 dags/both.py", says="- kubernetes: 1.30\n"),
    Case("--config", "--config other.toml dags/both.py", says="`ignore` = KE601", silences="KE601 moved-import"),
    Case("--isolated", "--isolated --airflow-version 3.0 dags/both.py", silences="`ignore`", settings='ignore = ["KE603"]'),
)  # fmt: skip
HELP = tuple(Case(flag, flag, says="Usage: k8slint") for flag in ("-h", "--help"))
CASES = {
    "check": (*CHECK, *HELP),
    "config": (*CONFIG, *HELP),
    "rule": (*RULE, *HELP),
    "render": (*RENDER, *HELP),
    "baseline": (*BASELINE, *HELP),
    "report": (*REPORT, *HELP),
    "bug-report": (*BUG_REPORT, *HELP),
    "server": (Case("--stdio", "--stdio", without=""), *HELP),
    "": (Case("--version", "--version", says="k8slint, version "), *HELP),
}


ON_A_CLUSTER = {"inventory", "verify"}  # their options are used in test_cluster.py, which has one

ALONE = frozenset(
    {"Usage: k8slint", "json-schema.org", "k8slint, version ", "KE001 cannot-parse", "### KE301"}
)  # nothing to compare with


def installed(shell: Shell, *arguments: str, stdin: str = "") -> str:
    """What the installed command says and leaves behind: exit code, both streams, the files at the top, the DAGs' text."""
    keep = {
        name: value for name, value in os.environ.items() if not name.startswith(("K8SLINT_", "NO_COLOR", "FORCE_"))
    }
    keep["XDG_CACHE_HOME"] = str(shell.folder / "user-cache")
    done = subprocess.run(
        [COMMAND, *arguments], cwd=shell.folder, input=stdin, capture_output=True, text=True, env=keep, check=False
    )
    assert "Traceback" not in done.stderr
    names = " ".join(sorted(os.listdir(shell.folder)))
    return f"exit {done.returncode}\n{done.stdout}{done.stderr}files: {names}\n"


def run(folder: Path, case: Case, *arguments: str) -> str:
    """The same in a new project."""
    folder.mkdir()
    shell = Shell(folder)
    for path, text in FILES.items():
        shell.put(path, text)
    if case.settings:
        shell.put("k8slint.toml", f"{case.settings}\n")
    if case.arguments.startswith(("--diff HEAD", "--diff-base HEAD")):
        git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
            subprocess.run([*git, *words], cwd=folder, check=True, capture_output=True)
    else:
        shell.put(".git/HEAD", "ref: refs/heads/main\n")
    return installed(shell, *arguments, stdin=case.stdin)


_KNOWN: dict[tuple[str, ...], str] = {}  # what runs without an option gave: many cases share one


@pytest.mark.parametrize(
    ("command", "case"),
    [pytest.param(command, case, id=f"{command} {case.flag}") for command, cases in CASES.items() for case in cases],
)
def test_option(tmp_path: Path, command: str, case: Case) -> None:
    arguments = case.arguments.split()
    assert case.flag in arguments
    start = [command] if command else []
    with_it = run(tmp_path / "with", case, *start, *arguments)
    if case.says in ALONE:
        assert with_it.startswith("exit 0\n")
        assert case.says in with_it
        return
    changes = case.says or case.silences
    left = case.without.split() if case.without is not None else _without(arguments, case.flag)
    words = (*start, *(left if changes else arguments[-1:]))
    key = (*words, case.settings, case.stdin, case.flag if case.flag == "--diff" else "")
    if key not in _KNOWN:
        _KNOWN[key] = run(tmp_path / "without", case, *words)
    without = _KNOWN[key]
    if not changes:  # nothing that can be seen here
        assert with_it == without
    assert case.says in with_it
    assert not case.says or case.says not in without
    assert not case.silences or (case.silences not in with_it and case.silences in without)


def _without(arguments: list[str], flag: str) -> list[str]:
    at = arguments.index(flag)
    value = at + 2 < len(arguments) and not arguments[at + 1].startswith("-") and len(arguments) - at > 2
    return arguments[:at] + arguments[at + (2 if value else 1) :]


@pytest.mark.parametrize("command", CASES)
def test_every_option_of_the_help_has_a_case(command: str) -> None:
    done = subprocess.run(
        [COMMAND, *([command] if command else []), "--help"], capture_output=True, text=True, check=True
    )
    options = done.stdout.partition("Options:")[2].partition("\nCommands:")[0]
    shown = {
        flag
        for line in re.findall(r"^  (-.*?)(?:  |$)", options, re.MULTILINE)
        for flag in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line)
    }
    assert shown
    assert shown == {case.flag for case in CASES[command]}


def test_every_command_has_its_cases() -> None:
    done = subprocess.run([COMMAND, "--help"], capture_output=True, text=True, check=True)
    commands = re.findall(r"^  ([a-z-]+) ", done.stdout.partition("\nCommands:")[2], re.MULTILINE)
    assert set(commands) == CASES.keys() - {""} | ON_A_CLUSTER
