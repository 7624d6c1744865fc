"""``k8slint report``: what it says, in each format; that it can be read, and that no name in it can do anything."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import FIXTURES
from shell import Shell

REPORT = FIXTURES / "report"
FORMS = {"html": "html", "markdown": "md", "csv": "csv"}
BAD = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</style><svg/onload=alert(1)>",
    "=HYPERLINK(1)",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    "a|b",
    "[x](javascript:alert(1))",
    "`code` **bold** _it_ <b> &lt;",
    "\t=1",
    " =1",
    "a\n| b |\n# c\n::error::pwned",
    "::error ::pwned",
    "##[error]pwned",
    "\x1b[31mred\u202egnp.exe",
    "https://evil.example @everyone #1",
]


IMPORTS = (
    "from airflow.providers.standard.operators.python import PythonOperator\n"
    "from kubernetes.client import models as k8s\n"
)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    (tmp_path / ".git").mkdir()
    shell.put("requirements.txt", "apache-airflow==3.1.0\n")
    for path in ("dags/tasks.py", "pod_template.yaml"):
        shell.put(path, (REPORT / path).read_bytes())
    return shell


def cells(text: str) -> dict[str, dict[str, str]]:
    """The rows of a CSV by task; of alternatives the last."""
    return {row["task"]: row for row in csv.DictReader(io.StringIO(text))}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("template", [False, True], ids=["", "template"])
def test_fixture(shell: Shell, form: str, template: bool, accept: bool) -> None:
    flags = ["--pod-template", "pod_template.yaml"] if template else []
    outcome = shell.run("report", "dags", "--format", form, *flags)
    assert (outcome.code, outcome.err) == (0, "")
    expected = REPORT / "expected" / f"report{'.template' if template else ''}.{FORMS[form]}"
    text = re.sub(r"k8slint [0-9.]+, for", "k8slint VERSION, for", outcome.out)
    if accept:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_what_is_said_of_each_task(shell: Shell) -> None:
    without = cells(shell.run("report", "--format", "csv").out)
    rows = cells(shell.run("report", "--format", "csv", "--pod-template", "pod_template.yaml").out)
    large = rows["large"]
    assert (large["cpu_request_cores"], large["memory_request_bytes"]) == ("4", str(16 << 30))
    assert large["nodes"] == "disk=ssd, tolerates dedicated=etl:NoSchedule"
    assert (large["service_account"], rows["small"]["service_account"]) == ("loader", "airflow")
    assert large["secrets"] == "api/token; warehouse"
    assert rows["small"]["memory_request_bytes"] == str(3 << 30)  # the init container asks for more
    assert (rows["plain"]["cpu_request_cores"], rows["plain"]["memory_limit_bytes"]) == ("0.5", str(2 << 30))
    assert without["plain"]["cpu_request_cores"] == ""
    assert "cpu_request: the pod template isn't known" in without["plain"]["unknown"]
    assert "cpu_request: known only at run time: os.environ" in rows["outside"]["unknown"]
    assert "`512MB` isn't a quantity" in rows["wrong"]["unknown"]
    assert "KE301" in rows["wrong"]["findings"].split("; ")
    assert "executor_config is unknown" in rows["unreadable"]["unknown"]
    launched = [
        row
        for row in csv.DictReader(io.StringIO(shell.run("report", "--format", "csv").out))
        if row["kind"] == "launched"
    ]
    assert [(row["image"], row["service_account"], row["secrets"], row["other_resources"], row["cpu_request_cores"], row["unknown"]) for row in launched] == [
        ("registry.example.com/etl:1.4", "launcher", "db/password; pull", "nvidia.com/gpu: 1", "2", "")
    ]  # fmt: skip


def test_alternatives_count_once(shell: Shell) -> None:
    text = shell.run("report", "--format", "markdown").out
    nightly = next(line for line in text.splitlines() if line.startswith("| nightly | dags"))
    assert [each.strip() for each in nightly.split("|")][3:8] == ["7", "7.25", "4", "18.5 Gi", "16 Gi"]
    assert text.count("| either, when ") == 2


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.ids |= {value or "" for name, value in attrs if name == "id"}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


TAGS = set(
    "html head meta title style body h1 h2 h3 p ul li b span small div table thead tbody tr th td code a i sup section script".split()
)
ATTRIBUTES = set(
    "lang charset http-equiv content name class data-sortable data-n aria-label scope href title id style".split()
)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


@pytest.fixture
def hostile(shell: Shell) -> Shell:
    for number, bad in enumerate(BAD):
        shell.put(
            f"dags/bad{number}.py",
            "from airflow.sdk import DAG\n"
            "from airflow.providers.standard.operators.bash import BashOperator\n"
            "from kubernetes.client import models as k8s\n"
            f"BAD = {bad!r}\n"
            f"with DAG(dag_id=BAD, schedule=None):\n"
            "    container = k8s.V1Container(name='base', image=BAD, resources=k8s.V1ResourceRequirements(\n"
            "        requests={'cpu': BAD, BAD: 1}), env_from=[k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name=BAD))])\n"
            "    pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[container], service_account_name=BAD, node_selector={BAD: BAD}))\n"
            "    BashOperator(task_id=BAD, bash_command='true', executor_config={'pod_override': pod})\n",
        )  # fmt: skip
    shell.put("dags/<img src=x onerror=alert(1)>.py", shell.read("dags/tasks.py"))
    return shell


def test_no_name_becomes_html(hostile: Shell) -> None:
    text = hostile.run("report", "--format", "html").out
    reader = read(text)
    assert set(reader.tags) <= TAGS
    assert reader.attributes <= ATTRIBUTES
    assert (reader.tags["script"], reader.tags["style"]) == (1, 1)
    assert all(link.startswith(("https://github.com/k8slint/", "#f", "https://k8slint.")) for link in reader.links)
    assert {link[1:] for link in reader.links if link.startswith("#")} <= reader.ids
    assert "default-src 'none'" in text
    assert "<script>alert(1)</script>" in "".join(reader.text)  # shown as it is
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_no_name_becomes_markdown(hostile: Shell) -> None:
    text = hostile.run("report", "--format", "markdown").out
    width = 0
    for line in text.splitlines():
        if line.startswith("|"):
            width = width or line.count("|")
            assert line.count("|") == width, line
        else:
            width = 0
            assert re.fullmatch(r"(#{1,2} [A-Z][A-Za-z ]+|[A-Za-z0-9&.,;() ]+#?.*|)", line), line
    bare = re.sub(r"\[KE\d{3}\]\(https://[a-z0-9./-]+(#ke\d{3})?\)", "", text)
    assert not re.search(r"[<>`*\[\]@]|\b_|://|www\\.", bare)


def test_no_cell_is_a_formula(hostile: Shell) -> None:
    text = hostile.run("report", "--format", "csv").out
    rows = list(csv.reader(io.StringIO(text)))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if re.match(r"[=+\-@\t\r\n ]", cell)]
    assert "'=HYPERLINK(1)" in {row[2] for row in rows}
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)


@pytest.mark.parametrize("form", FORMS)
def test_no_secret_is_shown(shell: Shell, form: str) -> None:
    """Neither where a rule found it, nor when that rule is off; and not as an image either."""
    shell.put("dags/more.py", shell.read("dags/tasks.py").replace("etl:1.4", "etl:s3cr3t-canary-4711"))
    for flags in ([], ["--ignore", "KE405"], ["-o", f"page.{FORMS[form]}"]):
        outcome = shell.run("report", "dags" if "--ignore" not in flags else "dags/tasks.py", "--format", form, *flags)
        written = shell.read(flags[1]) if flags[:1] == ["-o"] else outcome.out
        assert outcome.code == 0
        assert "warehouse" in written
        assert "canary" not in written + outcome.err


@pytest.mark.parametrize("form", FORMS)
def test_it_is_the_same_whoever_makes_it(hostile: Shell, form: str) -> None:
    once = hostile.run("report", "--format", form, "--jobs", "1").out
    assert once == hostile.run("report", "--format", form, "--jobs", "3", PYTHONHASHSEED="7").out


def test_the_name_of_the_file_says_the_format(shell: Shell) -> None:
    for name, start in (
        ("a.html", "<!doctype html>"),
        ("a.MD", "# Worker pods"),
        ("a.csv", "path,line,dag"),
        ("a", "<!doctype"),
    ):
        outcome = shell.run("report", "-o", name)
        assert (outcome.code, outcome.out) == (0, "")
        assert outcome.err.startswith(f"Wrote {name}: ")
        assert shell.read(name).startswith(start)
    assert shell.run("report", "-o", "a.csv", "--format", "html").code == 0
    assert shell.read("a.csv").startswith("<!doctype")


def test_what_cannot_be_read_or_written_is_told(shell: Shell) -> None:
    shell.put("dags/broken.py", "from airflow.sdk import DAG\nDAG(\n")
    outcome = shell.run("report", "dags", "--format", "csv")
    assert outcome.code == 1
    assert outcome.err.startswith("Error: dags/broken.py:2:")
    assert "large" in cells(outcome.out)
    assert shell.run("report", "nowhere").err == "Error: there is no file or folder nowhere\n"
    assert shell.run("report", "nowhere").code == 2
    missing = shell.run("report", "dags/tasks.py", "-o", "no/such/folder.html")
    assert (missing.code, missing.out) == (2, "")
    assert missing.err.startswith("Error: no/such/folder.html can't be written: ")


def test_a_project_without_dags_has_a_page(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.put("nothing.py", "x = 1\n")
    for form in FORMS:
        assert shell.run("report", "--format", form).code == 0


def test_a_task_of_an_operator_of_the_repository_is_one_row(shell: Shell) -> None:
    """What the class hands to its base counts, and the line is the task's own."""
    shell.put(
        "dags/operators.py",
        "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\n\n"
        "class Ours(KubernetesPodOperator):\n"
        "    def __init__(self, **kwargs):\n"
        "        super().__init__(service_account_name='ours', **kwargs)\n",
    )
    shell.put(
        "dags/ours.py",
        "from airflow.sdk import DAG\nfrom operators import Ours\n\nwith DAG('ours', schedule=None):\n"
        "    Ours(task_id='run', image='ours:1')\n",
    )
    outcome = shell.run("report", "dags/ours.py", "--format", "csv")
    ((row),) = csv.DictReader(io.StringIO(outcome.out))
    assert (row["path"], row["line"], row["kind"]) == ("dags/ours.py", "5", "launched")
    assert (row["image"], row["service_account"]) == ("ours:1", "ours")


def test_dag_factory_and_hooks_count(shell: Shell) -> None:
    shell.put(
        "dags/airflow_local_settings.py",
        "def pod_mutation_hook(pod):\n    pod.spec.service_account_name = 'hooked'\n",
    )
    shell.put(
        "factory.yaml",
        "made:\n  tasks:\n    load:\n      operator: airflow.providers.standard.operators.bash.BashOperator\n"
        "      bash_command: 'true'\n",
    )
    outcome = shell.run("report", "dags", "factory.yaml", "--format", "csv")
    rows = cells(outcome.out)
    assert rows["small"]["service_account"] == "hooked"
    launched = [row for row in csv.DictReader(io.StringIO(outcome.out)) if row["kind"] == "launched"]
    assert {row["service_account"] for row in launched} == {"hooked"}
    assert rows["load"]["dag"] == "made"


def test_the_tile_counts_every_finding(shell: Shell) -> None:
    """Those that are only worth knowing, too, as the table below it does."""
    own = 'x = k8s.V1Pod(metadata=k8s.V1ObjectMeta(namespace="own"), spec=k8s.V1PodSpec(containers=[]))\n'
    shell.put("dags/own.py", f"{IMPORTS}{own}PythonOperator(task_id='t', executor_config={{'pod_override': x}})\n")
    text = shell.run("report", "--format", "html").out
    tile = re.search(r"<b>([0-9,]+)</b><span>findings?: (\d+) error, (\d+) warning, (\d+) info</span>", text)
    heading = re.search(r"Findings <small>([0-9,]+)</small>", text)
    assert tile is not None
    assert heading is not None
    count, *by_severity = map(int, tile.groups())
    assert count == sum(by_severity) == int(heading[1])
    assert by_severity[2] > 0
