"""Every recorded pod as a pod template, through the product: what is said of it is what the real client makes of it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import yaml
from conftest import FIXTURES
from pods import recorded
from shell import Shell

from k8slint.finding import Finding, Severity
from k8slint.kube.client.readback import Record, python, read_back
from k8slint.kube.client.schema import FieldType, Schema, camel_case
from k8slint.kube.template import load_template
from k8slint.lint.pipeline import lint
from k8slint.settings.config import Config
from k8slint.settings.targets import Targets
from k8slint.source.project import Project
from k8slint.source.text import Source

RAISED = {"KE220", "KE203"}
LOST = {"KE221", "KE522"}
# Errors about pods that the API server accepts, and no node runs or no worker should.
BEYOND_THE_SERVER = {"KE210", "KE304", "KE305", "KE532", "KE538"}
OVER_THE_LIMIT = {2452}  # its annotations take all the room there is, and Airflow adds its own
# What the executor puts in place of the template's own, and the image that the configuration may name.
SET_BY_THE_OPERATOR = {"spec.containers[0].name", "spec.restartPolicy"}
REPLACED = {"metadata.name", "metadata.namespace", "spec.containers[0].name"}


@dataclass(frozen=True)
class Reading:
    """What the real client makes of a pod: it raises, or sends something else at some paths."""

    raises: bool
    differs: tuple[tuple[tuple[Any, ...], list[Any], list[Any]], ...]

    @property
    def losses(self) -> bool:
        """Whether anything that means something is lost or becomes something else."""
        added = {path for path, before, _ in self.differs if not before}
        return any(
            before and not harmless(before, after) and (*path[:-1], camel_case(str(path[-1]))) not in added
            for path, before, after in self.differs
        )

    @property
    def spelled_alike(self) -> bool:
        return all(before and after and str(before[0]) == after[0] for _, before, after in self.differs)

    @property
    def as_written(self) -> bool:
        return not self.raises and not self.differs


def harmless(before: list[Any], after: list[Any]) -> bool:
    """A null that goes, a number as text, a text that says true."""
    [written] = before
    if written is None or not after:
        return written is None
    [sent] = after
    if isinstance(sent, bool):
        return (written in (0, 1) and bool(written) == sent) or (str(written).lower() == "true" and sent)
    if (
        isinstance(written, bool)
        or not isinstance(written, int | float | str)
        or not isinstance(sent, int | float | str)
    ):
        return False
    return written == sent or str(written) == str(sent)


@cache
def readings(client: int) -> dict[int, Reading]:
    lines = (FIXTURES / "pod_templates.jsonl").read_text(encoding="utf-8").splitlines()
    rows = {row["id"]: row.get(str(client), {}) for row in map(json.loads, lines)}
    return {
        number: Reading(
            "raises" in rows.get(number, {}),
            tuple((tuple(path), before, after) for path, before, after in rows.get(number, {}).get("differs", ())),
        )
        for number in recorded()
    }


def text_of(number: int) -> str:
    return yaml.safe_dump(recorded()[number]["pod"], sort_keys=False, allow_unicode=True)


def findings_of(number: int, client: int) -> list[Finding]:
    config = Config({}, targets=Targets(client=(client,), assumed=frozenset()))
    return list(lint(Source("pod.yaml", text_of(number)), config, Project()).findings)


def row_of(number: int, reading: Reading) -> str:
    row = recorded()[number]
    if "{{" in json.dumps(row["pod"]):
        return "may be rendered first"
    if row["pod"]["kind"] != "Pod":
        return "no pod"
    if reading.raises:
        return "raises"
    if reading.losses:
        return "lost or changed"
    if row["verdict"] != "reject" and number not in OVER_THE_LIMIT:
        return "accepted"
    if not reading.as_written:
        return "coerced"  # and so it is not the pod that the server has judged
    fields = fields_of(number)
    if number in OVER_THE_LIMIT:
        return "refused"
    containers = (row["pod"].get("spec") or {}).get("containers")
    if containers and containers[0] and containers[0].get("image") is None:
        fields -= {"spec.containers[0].image"}
    if fields <= REPLACED or not containers:
        return "replaced"
    return "refused"


def is_right(row: str, found: list[Finding]) -> bool:
    errors = {finding.code for finding in found if finding.severity is Severity.ERROR}
    codes = {finding.code for finding in found if finding.severity is not Severity.INFO}
    match row:
        case "raises":
            return bool(errors & RAISED)
        case "lost or changed":
            return bool(codes & LOST)
        case "refused":
            return bool(errors)
        case "accepted" | "replaced":
            return errors <= BEYOND_THE_SERVER
        case _:
            return not errors & RAISED


@pytest.mark.slow
@pytest.mark.parametrize("client", [36, 37])
def test_every_recorded_pod_as_a_template(client: int) -> None:
    """The four rows: what raises, what is lost or changed, what the server refuses and what it accepts."""
    wrong = []
    rows = Counter[str]()
    for number, reading in readings(client).items():
        if client != 36 and reading == readings(36)[number]:
            continue  # this client reads it as the other does, which has been looked at
        row = row_of(number, reading)
        rows[row] += 1
        found = findings_of(number, client)
        if not is_right(row, found):
            wrong.append((number, recorded()[number]["what"], row, [(f.code, f.message) for f in found]))
    assert not wrong
    expected = ("raises", "lost or changed", "refused", "accepted") if client == 36 else ("raises",)
    assert min(rows[row] for row in expected) > 150, rows


HEAD = """\
from airflow.sdk import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
with DAG("d", schedule=None):
"""


@pytest.mark.slow
def test_every_recorded_pod_as_a_pod_template_dict() -> None:
    """The same in DAG source: an operator reads the dict with the client, and keeps the pod's name."""
    numbers = [
        n for n, reading in readings(36).items() if row_of(n, reading) not in ("may be rendered first", "no pod")
    ]
    config = Config({}, targets=Targets(client=(36,), assumed=frozenset()))
    wrong = []
    for start in range(0, len(numbers), 100):
        chunk = numbers[start : start + 100]
        tasks = (
            f"    KubernetesPodOperator(task_id='t{n}', pod_template_dict={recorded()[n]['pod']!r})\n" for n in chunk
        )
        found: dict[int, list[Finding]] = {}
        for finding in lint(Source("dag.py", HEAD + "".join(tasks)), config, Project()).findings:
            found.setdefault(finding.start.row - 4, []).append(finding)
        for place, number in enumerate(chunk):
            row = row_of(number, readings(36)[number])
            if row == "lost or changed" and readings(36)[number].spelled_alike:
                row = "coerced"  # Python writes `True` as the client does
            elif row == "replaced":
                row = "kept by the operator"
            elif row == "refused" and fields_of(number) <= SET_BY_THE_OPERATOR:
                row = "replaced by the operator"
            elif row == "accepted" and "pod Always" in recorded()[number]["what"]:
                row = "another pod"  # the operator sets another restart policy
            if not is_right(row, found.get(place, [])):
                listing = [(f.code, f.message) for f in found.get(place, [])]
                wrong.append((number, recorded()[number]["what"], row, listing))
    assert not wrong


def fields_of(number: int) -> set[str]:
    return {error["field"] for error in recorded()[number]["errors"]}


@pytest.mark.slow
@pytest.mark.parametrize("client", [36, 37])
def test_what_is_read_is_what_the_real_client_sends(client: int) -> None:
    schema = Schema.for_client((client,))
    for number, reading in readings(client).items():
        record = Record()
        if row_of(number, reading) in ("may be rendered first", "no pod"):
            continue
        value = load_template(Source("pod.yaml", text_of(number)))
        ours = read_back(value, FieldType("model", "V1Pod"), schema, record)
        assert bool(record.failures) == reading.raises, (number, recorded()[number]["what"])
        if not reading.raises and "datetime" not in recorded()[number]["what"]:
            assert python(ours) == sent(recorded()[number]["pod"], reading), number


def sent(pod: Any, reading: Reading) -> Any:
    """The pod with the recorded differences."""
    whole = json.loads(json.dumps(pod))
    for path, _, after in reading.differs:
        place = whole
        for step in path[:-1]:
            place = place[step]
        if after:
            place[path[-1]] = after[0]
        else:
            del place[path[-1]]
    return whole


def test_the_installed_command_says_the_same(shell: Shell) -> None:
    """A sample of each row, in one run of the command."""
    sample: dict[str, list[int]] = {}
    for number, reading in readings(36).items():
        sample.setdefault(row_of(number, reading), []).append(number)
    chosen = {number: row for row, numbers in sample.items() for number in numbers[:: max(1, len(numbers) // 12)]}
    for number in chosen:
        shell.put(f"{number}.yaml", text_of(number))
    flags = ["--client-version", "36", "--kubernetes-version", "1.36", "--output-format", "json", "--no-cache"]
    outcome = shell.run("check", *(f"{number}.yaml" for number in chosen), *flags)
    said: dict[str, list[tuple[str, str]]] = {}
    for finding in json.loads(outcome.out):
        said.setdefault(finding["filename"], []).append((finding["code"], finding["message"]))
    for number in chosen:
        expected = [(finding.code, finding.message) for finding in findings_of(number, 36)]
        assert said.get(f"{number}.yaml", []) == expected, number


@pytest.fixture
def shell(tmp_path: Any) -> Shell:
    return Shell(tmp_path)


QUIRKS = """\
apiVersion: v1
kind: Pod
metadata:
  creationTimestamp: 2026-01-01T00:00:00Z
  labels: {version: 1.10, mode: 0644, when: 2026-01-01, count: 3, on: yes}
spec:
  restartPolicy: Never
  nodeSelector: {hours: 1:30}
  containers:
    - name: base
      image: airflow:3
      image_pull_policy: Always
      limits_cpu: 1
      nodeSelector: {a: b}
      command: {sh: -c}
      env:
        - {name: A, value: 1}
        - {name: B, value: true}
      volumeMounts:
        - {name: logs, mountPath: /logs, readOnly: "false"}
  volumes:
    - {name: logs, emptyDir: {}}
"""


def test_each_thing_is_said_where_it_is_written() -> None:
    found = lint(Source("pod.yaml", QUIRKS), Config({}, targets=Targets(client=(36,))), Project()).findings
    said = {QUIRKS[f.span.start : f.span.end]: (f.code, f.field, f.message) for f in found}
    assert {text: code for text, (code, _, _) in said.items()} == {
        "2026-01-01T00:00:00Z": "KE220",
        "1.10": "KE221",
        "0644": "KE221",
        "yes": "KE221",
        "1:30": "KE221",
        "image_pull_policy": "KE522",
        "limits_cpu": "KE522",
        "nodeSelector": "KE522",
        "{sh: -c}": "KE221",
        "true": "KE221",
        '"false"': "KE221",
    }
    assert "did you mean `imagePullPolicy`" in said["image_pull_policy"][2]
    assert "did you mean `resources.limits.cpu`" in said["limits_cpu"][2]
    assert "belongs in the pod's `spec`" in said["nodeSelector"][2]
    assert "turns `1.10` into the text `1.1`" in said["1.10"][2]
    assert "no pod can start from it" in said["2026-01-01T00:00:00Z"][2]
    assert said['"false"'][1] == "spec.containers[0].volumeMounts[0].readOnly"
