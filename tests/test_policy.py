"""The policy of the settings: what is wrong with it is said at once, and what pods break is said with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import CLEAN, Shell

from k8slint.kube.pod import Pod
from k8slint.kube.pod_security import breaches
from k8slint.kube.template import load_template
from k8slint.source.text import Source

DAG = """\
from airflow.operators.bash import BashOperator
from kubernetes.client import models as k8s

resources = k8s.V1ResourceRequirements(requests={"memory": "32Gi"})
main = k8s.V1Container(name="base", image="etl", resources=resources)
pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main]))
BashOperator(task_id="load", bash_command="true", executor_config={"pod_override": pod})
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def settings(shell: Shell, text: str) -> None:
    shell.put("pyproject.toml", f"[tool.k8slint]\nselect = ['KE9']\n{text}")


def codes(shell: Shell, *arguments: str) -> list[tuple[str, str]]:
    outcome = shell.run("check", ".", "--output-format", "json", *arguments)
    assert "Error" not in outcome.err
    return [(finding["filename"], finding["code"]) for finding in json.loads(outcome.out)]


def test_without_a_policy_nothing_is_forbidden(shell: Shell) -> None:
    shell.write(dags__a_py=DAG)
    settings(shell, "")
    assert codes(shell) == []


def test_a_finding_names_the_line_of_the_policy(shell: Shell) -> None:
    shell.write(dags__a_py=DAG)
    settings(shell, '\n[tool.k8slint.policy]\nforbidden-tags = ["latest"]\nmax-requests = {memory = "16Gi"}\n')
    outcome = shell.run("check", ".")
    assert "pyproject.toml:6:1" in outcome.out
    assert 'max-requests = {memory = "16Gi"}' in outcome.out
    assert "pyproject.toml:5:1" in outcome.out
    assert outcome.code == 1
    # The line is told anew when it moves, whatever is remembered.
    settings(shell, '\n\n\n[tool.k8slint.policy]\nmax-requests = {memory = "16Gi"}\n')
    assert "pyproject.toml:7:1" in shell.run("check", ".").out
    shell.put("k8slint.toml", 'policy.max-requests.memory = "16Gi"\n')
    assert "k8slint.toml:1:1" in shell.run("check", "--config", "k8slint.toml", ".").out


def test_paths_have_policies_of_their_own(shell: Shell) -> None:
    for team in ("team_a", "team_b"):
        shell.put(f"dags/{team}/d.py", DAG)
    settings(shell, '[tool.k8slint.policy.paths."dags/team_a/**"]\nmax-requests = {memory = "16Gi"}\n')
    assert codes(shell) == [("dags/team_a/d.py", "KE901")]
    text = '[tool.k8slint.policy]\nmax-requests = {memory = "16Gi"}\n[tool.k8slint.policy.paths."dags/team_a/**"]\n'
    settings(shell, text + 'max-requests = {memory = "64Gi"}\n')
    assert codes(shell) == [("dags/team_b/d.py", "KE901")]


EXEMPT = '[tool.k8slint.policy]\nmax-requests = {{memory = "16Gi"}}\nforbidden-tags = ["latest"]\n[[tool.k8slint.policy.exempt]]\n{}\n'


def test_exemptions_pass_over_what_they_name(shell: Shell) -> None:
    shell.write(dags__a_py=DAG)
    settings(shell, EXEMPT.format('path = "dags/**"\nchecks = ["max-requests"]\nreason = "the yearly report"'))
    assert codes(shell) == [("dags/a.py", "KE905")]
    settings(shell, EXEMPT.format('path = "dags/**"\ntask = "lo*"\nchecks = ["max-requests"]\nreason = "x"'))
    assert codes(shell) == [("dags/a.py", "KE905")]
    settings(shell, EXEMPT.format('path = "dags/**"\ntask = "other"\nchecks = ["max-requests"]\nreason = "x"'))
    assert sorted(codes(shell)) == [("dags/a.py", "KE901"), ("dags/a.py", "KE905")]


def test_what_the_template_provides_counts(shell: Shell) -> None:
    shell.write(dags__a_py=DAG)
    settings(shell, '[tool.k8slint.policy]\nrequired-limits = ["memory"]\nrequired-labels = ["team"]\n')
    assert codes(shell) == [("dags/a.py", "KE902")]  # an unknown template may provide labels, yet no limits here
    template = "kind: Pod\nmetadata: {labels: {%s}}\nspec: {containers: [{name: base, image: x}]}\n"
    shell.put("worker.yaml", template % "team: data")
    found = codes(shell, "--pod-template", "worker.yaml")
    assert ("dags/a.py", "KE902") in found
    assert ("worker.yaml", "KE902") in found  # the template alone has no limit either
    assert "KE908" not in str(found)
    shell.put("worker.yaml", template % "")
    assert ("dags/a.py", "KE908") in codes(shell, "--pod-template", "worker.yaml")


WRONG = [
    ("max-request = {memory = '1Gi'}", "policy: unknown key `max-request`; did you mean `max-requests`?"),
    ("max-requests = {memory = '1GB'}", "policy: `max-requests` must contain quantities like \"500m\" or \"4Gi\"; `memory` is '1GB'"),
    ("max-requests = ['memory']", "policy: `max-requests` must be a table"),
    ("required-limits = 'memory'", "policy: `required-limits` must be a list of strings"),
    ("required-labels = {team = '['}", "policy: `required-labels` must contain regular expressions; `team` is not valid"),
    ("forbidden-fields = ['hostpath']", "`hostpath` is neither"),
    ("pod-security = 'strict'", "policy: `pod-security` must be one of baseline, restricted"),
    ("require-digest = 1", "policy: `require-digest` must be true or false"),
    ("max-limit-request-ratio = {cpu = 0.5}", "must contain integers of at least 1; `cpu` is 0.5"),
    ("paths = {'dags/*' = {x = 1}}", 'policy.paths."dags/*": unknown key `x`'),
    ("paths = []", "`policy.paths` must contain a table for each path pattern"),
    ("exempt = [{path = 'x', checks = ['registries']}]", 'the exemption of "x" needs a `reason`'),
    ("exempt = [{path = 'x', checks = ['registries'], reason = ' '}]", 'the exemption of "x" needs a `reason`'),
    ("exempt = [{path = 'x', checks = ['registry'], reason = 'y'}]", "there is no check `registry`; did you mean `registries`?"),
    ("exempt = [{checks = ['registries'], reason = 'y'}]", "`path` must say which files are exempt"),
    ("exempt = [{path = 'x', checks = ['registries'], reason = 'y', until = 'z'}]", "unknown key `until`"),
    ("exempt = {}", "`policy.exempt` must be a list of tables"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_policy_is_said_even_where_nothing_can_be_found(shell: Shell, text: str, message: str) -> None:
    shell.write(dags__a_py=CLEAN)
    settings(shell, f"[tool.k8slint.policy]\n{text}\n")
    outcome = shell.run("check", ".")
    assert outcome.code == 2
    assert outcome.err.startswith("Error: pyproject.toml: ")
    assert message in outcome.err
    assert outcome.err.count("\n") == 1


# --- the Pod Security Standards, row by row: what is allowed, and what isn't

RESTRICTED = (
    "securityContext: {allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}, "
    "seccompProfile: {type: RuntimeDefault}}"
)
BASELINE_ROWS = [
    ("spec", "hostNetwork: true", "hostNetwork: false", "hostNamespaces"),
    ("spec", "hostPID: true", "hostPID: false", "hostNamespaces"),
    ("spec", "hostIPC: true", "hostIPC: false", "hostNamespaces"),
    ("spec", "volumes: [{name: a, hostPath: {path: /}}]", "volumes: [{name: a, nfs: {server: s, path: /}}]", "hostPathVolumes"),
    ("spec", "securityContext: {sysctls: [{name: kernel.msgmax, value: '1'}]}", "securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: '1'}]}", "sysctls"),
    ("spec", "securityContext: {seLinuxOptions: {type: spc_t}}", "securityContext: {seLinuxOptions: {type: container_engine_t}}", "seLinuxOptions"),
    ("spec", "securityContext: {seLinuxOptions: {user: u}}", "securityContext: {seLinuxOptions: {level: s0}}", "seLinuxOptions"),
    ("container", "securityContext: {seLinuxOptions: {role: r}}", "securityContext: {seLinuxOptions: {role: ''}}", "seLinuxOptions"),
    ("spec", "securityContext: {seccompProfile: {type: Unconfined}}", "securityContext: {seccompProfile: {type: Localhost}}", "seccompProfile"),
    ("container", "securityContext: {seccompProfile: {type: Unconfined}}", "securityContext: {}", "seccompProfile"),
    ("container", "securityContext: {appArmorProfile: {type: Unconfined}}", "securityContext: {appArmorProfile: {type: RuntimeDefault}}", "appArmorProfile"),
    ("metadata", "annotations: {container.apparmor.security.beta.kubernetes.io/base: unconfined}", "annotations: {container.apparmor.security.beta.kubernetes.io/base: localhost/x}", "appArmorProfile"),
    ("spec", "securityContext: {windowsOptions: {hostProcess: true}}", "securityContext: {windowsOptions: {hostProcess: false}}", "windowsHostProcess"),
    ("container", "securityContext: {windowsOptions: {hostProcess: true}}", "securityContext: {windowsOptions: {}}", "windowsHostProcess"),
    ("container", "securityContext: {privileged: true}", "securityContext: {privileged: false}", "privileged"),
    ("container", "securityContext: {procMount: Unmasked}", "securityContext: {procMount: Default}", "procMount"),
    ("container", "securityContext: {capabilities: {add: [NET_RAW]}}", "securityContext: {capabilities: {add: [CHOWN]}}", "capabilities"),
    ("container", "ports: [{containerPort: 80, hostPort: 80}]", "ports: [{containerPort: 80, hostPort: 0}]", "hostPorts"),
    ("container", "livenessProbe: {httpGet: {port: 80, host: example.com}}", "livenessProbe: {httpGet: {port: 80}}", "hostProbesAndHostLifecycle"),
    ("container", "lifecycle: {preStop: {httpGet: {port: 80, host: example.com}}}", "lifecycle: {preStop: {exec: {}}}", "hostProbesAndHostLifecycle"),
]  # fmt: skip
RESTRICTED_ROWS = [
    ("spec", "volumes: [{name: a, nfs: {server: s, path: /}}]", "volumes: [{name: a, image: {reference: r}}]", "restrictedVolumes"),
    ("container", RESTRICTED.replace("allowPrivilegeEscalation: false, ", ""), RESTRICTED, "allowPrivilegeEscalation"),
    ("container", RESTRICTED.replace("Escalation: false", "Escalation: true"), RESTRICTED, "allowPrivilegeEscalation"),
    ("container", RESTRICTED.replace("runAsNonRoot: true, ", ""), RESTRICTED, "runAsNonRoot"),
    ("container", RESTRICTED.replace("runAsNonRoot: true", "runAsNonRoot: false"), RESTRICTED, "runAsNonRoot"),
    ("container", RESTRICTED.replace("runAsNonRoot: true", "runAsNonRoot: true, runAsUser: 0"), RESTRICTED.replace("runAsNonRoot: true", "runAsNonRoot: true, runAsUser: 1"), "runAsUser"),
    ("container", RESTRICTED.replace("drop: [ALL]", "drop: [CHOWN]"), RESTRICTED, "capabilities"),
    ("container", RESTRICTED.replace("drop: [ALL]", "drop: [ALL], add: [CHOWN]"), RESTRICTED.replace("drop: [ALL]", "drop: [ALL], add: [NET_BIND_SERVICE]"), "capabilities"),
    ("container", RESTRICTED.replace(", seccompProfile: {type: RuntimeDefault}", ""), RESTRICTED, "seccompProfile"),
]  # fmt: skip


def controls(level: str, where: str, line: str, version: tuple[int, int] = (1, 36)) -> set[str]:
    metadata = line if where == "metadata" else "name: x"
    main = line if where == "container" else RESTRICTED
    spec = f"  {line}\n" if where == "spec" else ""
    text = f"metadata:\n  {metadata}\nspec:\n{spec}  containers:\n    - name: base\n      {main}\n"
    pod = Pod(load_template(Source("pod.yaml", text)))
    return {breach.control for breach in breaches(pod, level, version)}


@pytest.mark.parametrize(("where", "bad", "good", "control"), BASELINE_ROWS)
def test_each_control_of_baseline(where: str, bad: str, good: str, control: str) -> None:
    assert controls("baseline", where, bad) == {control}
    assert controls("baseline", where, good) == set()


@pytest.mark.parametrize(("where", "bad", "good", "control"), RESTRICTED_ROWS)
def test_each_control_of_restricted(where: str, bad: str, good: str, control: str) -> None:
    assert controls("restricted", where, bad) == {control}
    assert controls("restricted", where, good) == set()


def test_what_a_version_of_the_cluster_changes() -> None:
    probe = "livenessProbe: {httpGet: {port: 80, host: example.com}}"
    assert controls("baseline", "container", probe, (1, 33)) == set()
    sysctl = "securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: '1'}]}"
    assert controls("baseline", "spec", sysctl, (1, 31)) == {"sysctls"}
    engine = "securityContext: {seLinuxOptions: {type: container_engine_t}}"
    assert controls("baseline", "spec", engine, (1, 30)) == {"seLinuxOptions"}
    users = "hostUsers: false\n  securityContext: {runAsUser: 0}"
    assert controls("restricted", "spec", users, (1, 34)) == {"runAsUser"}
    assert controls("restricted", "spec", users, (1, 35)) == set()
