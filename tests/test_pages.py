"""The documentation as readers use it: what its pages show is run, and the site is built without a warning."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from shell import Shell

from k8slint.cli.commands import group
from k8slint.version import __version__

DOCS = ROOT / "docs"
EXECUTED = ["README", "docs/index", "docs/getting-started", "docs/exit-codes", "docs/faq"]
BLOCK = re.compile(r"^```(\w+)(?: (.*?))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMAND_NAMES = set(group().commands)
DAG = """\
from kubernetes.client import models as k8s

limits = k8s.V1ResourceRequirements(limits={"memory": "512MB"})
pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", resources=limits)]))
"""


def blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """The language, the rest of the first line, and the text of each block."""
    for found in BLOCK.finditer((ROOT / f"{page}.md").read_text(encoding="utf-8")):
        yield found[1], found[2] or "", found[3]


def shell_output(folder: Path, command: str) -> str:
    """What a line of a console prints, with k8slint on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**environment, "PATH": path, "XDG_CACHE_HOME": str(folder / ".cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def examples(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a console, each with what it prints."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def agrees(shown: str, printed: str) -> bool:
    """Whether the output is what is shown; ``...`` on a line of its own stands for any lines. The summary on stderr may be
    left out where findings are shown."""
    pattern = "".join("(?:.*\n)*" if line == "..." else re.escape(f"{line}\n") for line in shown.splitlines())
    return re.fullmatch(rf"{pattern}(?:Checked .*\n)?(?:Target: .*\n)?", printed) is not None


@pytest.mark.parametrize("page", EXECUTED)
def test_what_a_page_shows_is_what_happens(page: str, tmp_path: Path, accept: bool) -> None:
    shell, ran, path = Shell(tmp_path), 0, ROOT / f"{page}.md"
    (tmp_path / ".git").mkdir()
    for language, more, text in blocks(page):
        title = re.search(r'title="([^"]+)"', more)
        if title:
            shell.put(title[1], text)
        elif language == "console" and text.startswith("$ k8slint") and "  # " not in text:
            for command, shown in examples(text):
                printed = shell_output(tmp_path, command)
                if accept and not agrees(shown, printed):
                    said = re.sub(r"^(Checked|Target:) .*\n", "", printed, flags=re.MULTILINE)
                    before = path.read_text(encoding="utf-8")
                    path.write_text(before.replace(f"$ {command}\n{shown}", f"$ {command}\n{said}"), encoding="utf-8")
                    shown = said
                assert agrees(shown, printed), f"{command}\n{printed}"
                ran += 1
    assert ran


COMMANDS = sorted(
    {
        (page.relative_to(ROOT).with_suffix("").as_posix(), command.partition("  #")[0].strip())
        for page in (ROOT / "README.md", *DOCS.glob("*.md"))
        if page.name == "README.md"
        or page.stem not in {"references-and-policy", *(Path(each).name for each in EXECUTED)}
        for language, _, text in blocks(page.relative_to(ROOT).with_suffix("").as_posix())
        if language == "console"
        for command, _ in examples(text)
        if re.match(r"(python -m )?k8slint ", command)
    }
)
# Those that need a cluster, never end, or are a synopsis. Other tests run what these show.
ELSEWHERE = re.compile(r"k8slint (inventory|verify)\b|--watch|\[PATHS\]")
OTHERS = re.compile(r" \| (kubectl|reviewdog) .*")  # programs that take k8slint's output


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with everything that the documentation names."""
    folder = tmp_path_factory.mktemp("project")
    shell = Shell(folder)
    task = (
        "from airflow.providers.standard.operators.bash import BashOperator\nfrom airflow.sdk import DAG\n"
        + DAG
        + "with DAG('nightly', schedule=None):\n"
        + "".join(
            f"    BashOperator(task_id='{name}', bash_command='x', executor_config={{'pod_override': pod}})\n"
            for name in ("load", "train")
        )
    )
    for path in ("dags/etl.py", "dags/legacy/old.py", "dag.py"):
        shell.put(path, task)
    template = "kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec: {containers: [{name: base, image: 'a:1'}]}\n"
    for path in ("files/pod_template.yaml", "pod_template.yaml"):
        shell.put(path, template)
    shell.put("requirements.txt", "apache-airflow==3.1.0\n")
    who = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)
    (folder / "reports").mkdir()
    shell.run("baseline", "dags")
    subprocess.run(["git", "update-ref", "refs/remotes/origin/main", "main"], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_a_command_of_the_documentation_runs(page: str, command: str, project: Path) -> None:
    """It does something and ends well: with findings or without, never with wrong usage."""
    if ELSEWHERE.search(command):
        assert shlex.split(command.replace("[PATHS]...", "dags"))[1] in COMMAND_NAMES
        return
    printed = shell_output(project, f"({OTHERS.sub('', command)}) < /dev/null; echo exit $?")
    subprocess.run(["git", "checkout", "-q", "."], cwd=project, check=True)
    assert re.search(r"^exit [01]$", printed, re.MULTILINE), printed
    assert not re.search(r"^Error: ", printed, re.MULTILINE)
    assert "Traceback" not in printed


def steps(name: str) -> list[str]:
    """The commands that a recipe of the page on CI runs."""
    for _, more, text in blocks("docs/ci"):
        if f'title="{name}"' in more:
            if name == "Jenkinsfile":
                return re.findall(r"sh '(.*)'", text)
            data = yaml.safe_load(text)
            if name == ".gitlab-ci.yml":
                return list(data["k8slint"]["script"])
            listed = data if name == "steps" else data["jobs"]["k8slint"]["steps"]
            found = [step["run"] for step in listed if "run" in step]
            if found:  # one recipe of that name only uses the action: test_packages.py tries it
                return found
    raise AssertionError(name)


ARCHIVE = "https://github.com/k8slint/k8slint/archive/"
RECIPES = {
    ".github/workflows/k8slint.yml": (1, None),
    "steps": (0, "k8slint.sarif"),
    ".gitlab-ci.yml": (1, "gl-code-quality-report.json"),
    "Jenkinsfile": (1, "k8slint.xml"),
}


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_finds_a_mistake_and_leaves_its_report(name: str, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.put("dags/etl.py", DAG)
    shell.put("requirements.txt", "apache-airflow==3.1.0\n")
    code, report = RECIPES[name]
    install, check = steps(name)
    assert re.fullmatch(rf"pip install {re.escape(ARCHIVE)}refs/tags/v{re.escape(__version__)}\.tar\.gz", install)
    words = shlex.split(check)
    assert words[0] == "k8slint"
    outcome = shell.run(*words[1:])
    assert outcome.code == code
    if report is None:
        assert outcome.out.startswith("::error ")
    else:
        assert report in "".join(text for _, _, text in blocks("docs/ci")).replace(check, "")  # who reads it
        assert "KE301" in shell.read(report)
        if not report.endswith(".xml"):
            json.loads(shell.read(report))


def test_the_recipes_for_pull_requests_report_what_they_add(tmp_path: Path) -> None:
    """In a clone as their checkout makes it: the whole history, the branch, and the base as a branch of origin."""
    shell = Shell(tmp_path)
    shell.put("requirements.txt", "apache-airflow==3.1.0\n")
    shell.put("dags/etl.py", DAG)
    who = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]

    def git(*words: str) -> str:
        done = subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "one"], ["checkout", "-qb", "mine"]):
        git(*words)
    git("update-ref", "refs/remotes/origin/main", "main")
    base = git("rev-parse", "main")
    recipes = {more: yaml.safe_load(text) for _, more, text in blocks("docs/ci") if "title" in more and "yml" in more}
    workflow = recipes['title=".github/workflows/k8slint-new.yml"']
    checkout, action = workflow["jobs"]["k8slint"]["steps"]
    assert checkout["with"]["fetch-depth"] == 0
    options = action["with"]["options"].replace("${{ github.base_ref }}", "main").split()
    job = recipes['title=".gitlab-ci.yml for merge requests"']["k8slint"]
    assert job["variables"] == {"GIT_DEPTH": "0"}
    words = shlex.split(job["script"][-1].replace("$CI_MERGE_REQUEST_DIFF_BASE_SHA", base))
    commands = [["check", *options, "--output-format", "github", action["with"]["paths"]], words[1:]]
    for command in commands:
        assert shell.run(*command).code == 0
    shell.put("dags/new.py", DAG)
    for command in commands:
        outcome = shell.run(*command)
        assert (outcome.code, "dags/new.py" in outcome.out, "etl.py" in outcome.out) == (1, True, False)


@pytest.mark.parametrize("page", ["README", "docs/ci", "docs/pre-commit"])
def test_the_hooks_of_the_documentation_exist(page: str) -> None:
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    named = {each for _, _, text in blocks(page) for each in re.findall(r"- id: ([\w-]+)", text)}
    assert named
    assert named <= hooks


def test_what_the_table_says_of_k8slint_is_true() -> None:
    """Every flag is one of ``check``, every command and rule exists, every format is one."""
    text = (DOCS / "comparison.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    assert rows[0] == ["", "ruff", "zizmor", "eslint", "black", "k8slint"]
    said = subprocess.run([sys.executable, "-m", "k8slint", "check", "--help"], capture_output=True, text=True).stdout
    commands = subprocess.run([sys.executable, "-m", "k8slint", "--help"], capture_output=True, text=True).stdout
    rules = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    for row in rows[1:]:
        assert len(row) == 6, row
        (flag,) = re.findall(r"`([^`]*)`", row[5]) or [""]
        if flag.startswith("--"):
            assert re.search(rf"(?<![\w-]){flag}(?![\w-])", said), flag
        elif flag.startswith("k8slint "):
            assert re.search(rf"^  {flag.split()[1]} ", commands, re.MULTILINE), flag
        elif flag.startswith("KE"):
            assert f"[{flag}]" in rules
        else:
            assert flag == "# k8slint: ignore[]" or row[0] in ("checks", "runs the code it checks"), row


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    """Strict: a link to a page or a heading that isn't there fails, and so does a page that the navigation forgot."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (tmp_path / "site/rules/ke301/index.html").exists()
    for built in (tmp_path / "site").rglob("*.html"):
        assert "```" not in built.read_text(encoding="utf-8"), built


def test_every_rule_has_something_to_read_and_well_known_addresses() -> None:
    hosts = {"kubernetes.io", "airflow.apache.org"}
    for page in (DOCS / "rules").iterdir():
        links = re.findall(r"\]\(https://([^/)]+)/[^)]*\)", page.read_text(encoding="utf-8"))
        assert set(links) <= hosts
        assert links or page.stem.startswith("ke0"), page.name
