"""``k8slint inventory`` and ``k8slint verify`` against an API server on loopback, which the real ``kubectl`` uses too."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_server import Api, forbidden, invalid, serving
from shell import Outcome, Shell

CANARY = "canary-4711"


def secret(name: str, **data: str) -> dict[str, Any]:
    applied = {"kubectl.kubernetes.io/last-applied-configuration": f'{{"data":{{"x":"{CANARY}"}}}}'}
    return {
        "metadata": {"name": name, "namespace": "airflow", "annotations": applied},
        "data": dict.fromkeys(data, CANARY),
    }


def named(*names: str) -> list[dict[str, Any]]:
    return [{"metadata": {"name": name, "annotations": {"x": CANARY}}} for name in names]


def cluster() -> Api:
    node = {
        "metadata": {"name": "a", "labels": {"pool": "gpu"}, "annotations": {"x": CANARY}},
        "spec": {"taints": [{"key": "gpu", "value": "yes", "effect": "NoSchedule", "timeAdded": CANARY}]},
        "status": {"allocatable": {"cpu": "8", "memory": "30Gi"}, "images": [{"names": [CANARY]}]},
    }
    limits = {"limits": [{"type": "Container", "max": {"memory": "8Gi"}}]}
    return Api(
        {
            "secrets": [secret("z", a="", b=""), secret("db", password="", user=""), secret("m"), secret("n"), secret("o")],
            "configmaps": [{"metadata": {"name": "etl"}, "data": {"stage": CANARY}, "binaryData": {"blob": CANARY}}],
            "serviceaccounts": named("worker", "default", "builder"),
            "persistentvolumeclaims": named("shared"),
            "limitranges": [{"metadata": {"name": "caps"}, "spec": limits}],
            "resourcequotas": [{"metadata": {"name": "team"}, "spec": {"hard": {"pods": "9"}}, "status": {"used": {"pods": CANARY}}}],
            "nodes": [node],
            "priorityclasses": named("low"),
        }
    )  # fmt: skip


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


def run(shell: Shell, api: Api, command: str, *arguments: str) -> Outcome:
    config = api.kubeconfig(shell.folder / "kubeconfig")
    outcome = shell.run(command, *arguments, KUBECONFIG=str(config), NO_PROXY="127.0.0.1")
    assert "Traceback" not in outcome.err
    assert "canary" not in outcome.out + outcome.err
    return outcome


def test_an_inventory_holds_names_and_keys_in_order(shell: Shell) -> None:
    with serving(cluster()) as api:
        first = run(shell, api, "inventory")
        again = run(shell, api, "inventory", "-o", "inventory.yaml")
    assert (first.code, first.err, again.out) == (0, "", "")
    assert shell.read("inventory.yaml") == first.out
    written = yaml.safe_load(first.out)
    airflow = written["namespaces"]["airflow"]
    assert airflow["secrets"] == {"db": ["password", "user"], "m": [], "n": [], "o": [], "z": ["a", "b"]}
    assert list(airflow["secrets"]) == sorted(airflow["secrets"])
    assert airflow["configMaps"] == {"etl": ["blob", "stage"]}
    assert airflow["serviceAccounts"] == ["builder", "default", "worker"]
    assert airflow["limitRanges"] == {"caps": {"limits": [{"type": "Container", "max": {"memory": "8Gi"}}]}}
    assert written["cluster"]["nodes"]["a"]["taints"] == [{"key": "gpu", "value": "yes", "effect": "NoSchedule"}]
    # Metadata alone is asked for where keys aren't needed.
    accepted = {path.split("?")[0].rpartition("/")[2]: headers["Accept"] for _, path, headers in api.asked}
    assert "PartialObjectMetadataList" in accepted["serviceaccounts"]
    assert "PartialObjectMetadataList" not in accepted["secrets"]


def test_what_was_written_is_read(shell: Shell) -> None:
    with serving(cluster()) as api:
        run(shell, api, "inventory", "-o", "inventory.yaml")
    pod = 'k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], service_account_name="wroker"))'
    shell.put(
        "dag.py",
        "from airflow.operators.bash import BashOperator\nfrom kubernetes.client import models as k8s\n"
        f'BashOperator(task_id="t", bash_command="x", executor_config={{"pod_override": {pod}}})\n',
    )
    outcome = shell.run("check", "dag.py", "--inventory", "inventory.yaml", "--output-format", "concise")
    assert "KE807" in outcome.out
    assert "Did you mean `worker`?" in outcome.out


def test_several_namespaces_and_a_context(shell: Shell) -> None:
    with serving(cluster()) as api:
        outcome = run(shell, api, "inventory", "--context", "test", "--namespace", "b", "--namespace", "a")
        assert list(yaml.safe_load(outcome.out)["namespaces"]) == ["a", "b"]
        outcome = run(shell, api, "inventory", "--context", "prod")
    assert (outcome.code, outcome.err) == (2, "Error: the kubeconfig has no context prod; it has test\n")


def test_what_may_not_be_listed_is_unknown(shell: Shell) -> None:
    api = cluster()
    api.broken = {"secrets": "403", "nodes": "403", "resourceclaimtemplates": "404"}
    with serving(api):
        outcome = run(shell, api, "inventory")
    written = yaml.safe_load(outcome.out)
    assert written["namespaces"]["airflow"]["secrets"] == "unknown"
    assert written["cluster"]["nodes"] == "unknown"
    assert outcome.code == 0
    assert "Warning: Secret in namespace airflow: not allowed (403); written as unknown\n" in outcome.err
    assert outcome.err.count("\n") == 3


def test_a_list_whose_token_expires_is_begun_anew(shell: Shell) -> None:
    api = cluster()
    api.broken = {"secrets": "410"}
    with serving(api):
        outcome = run(shell, api, "inventory")
    assert len(yaml.safe_load(outcome.out)["namespaces"]["airflow"]["secrets"]) == 5


WRONG = [
    ("401", "doesn't accept the credentials (401 Unauthorized)"),
    ("500", "answers 500 when asked for Secret in namespace airflow"),
    ("503", "answers 503 when asked for Secret"),
    ("text", "doesn't answer with JSON (/api/v1/namespaces/airflow/secrets): is this an API server?"),
    ("slow", "takes more than 1 s to answer"),
    ("huge", "answers with more than 64 MB"),
    ("cut", "closed the connection during its answer"),
]


@pytest.mark.parametrize(("broken", "message"), WRONG)
def test_what_goes_wrong_is_one_line(shell: Shell, broken: str, message: str) -> None:
    api = cluster()
    api.broken = {"secrets": broken}
    timeout = "1" if broken == "slow" else "60"
    with serving(api):
        outcome = run(shell, api, "inventory", "-o", "inventory.yaml", "--timeout", timeout)
    assert outcome.code == 2
    assert outcome.err.startswith("Error: 127.0.0.1:")
    assert message in outcome.err
    assert outcome.err.count("\n") == 1
    assert not (shell.folder / "inventory.yaml").exists()


def test_a_server_that_is_not_there(shell: Shell) -> None:
    with serving(cluster()) as api:
        pass
    outcome = run(shell, api, "inventory")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "can't be reached: Connection refused" in outcome.err


def test_a_certificate_that_nobody_trusts(shell: Shell) -> None:
    key, certificate = shell.folder / "key.pem", shell.folder / "cert.pem"
    if shutil.which("openssl") is None:
        return  # without it there is no certificate to distrust
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with serving(cluster(), tls) as api:
        outcome = run(shell, api, "inventory")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "can't be trusted: certificate verify failed" in outcome.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "there is no kubeconfig at"),
        (f"users: [{{token: {CANARY}\n", "can't be read"),
        (f"token: {CANARY}\n", "can't be read"),
    ],
)
def test_a_kubeconfig_that_is_none(shell: Shell, text: str | None, message: str) -> None:
    if text is not None:
        shell.put("config", text)
    outcome = shell.run("inventory", KUBECONFIG=str(shell.folder / "config"))
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert message in outcome.err
    assert CANARY not in outcome.err


def test_the_server_is_none_of_our_imagination(shell: Shell) -> None:
    """The real kubectl lists from it, page by page, and tries a pod on it."""
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        return
    api = cluster()
    api.refuse = lambda pod: forbidden("exceeded quota: team") if pod["metadata"].get("name") == "big" else None
    with serving(api):
        config = api.kubeconfig(shell.folder / "kubeconfig")

        def run_kubectl(*arguments: str) -> subprocess.CompletedProcess[str]:
            command = [kubectl, "--kubeconfig", str(config), *arguments]
            return subprocess.run(command, capture_output=True, text=True, check=False, cwd=shell.folder)

        listed = run_kubectl("get", "secrets", "--chunk-size=2", "-o", "name")
        assert listed.stdout.split() == ["secret/z", "secret/db", "secret/m", "secret/n", "secret/o"], listed.stderr
        pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: a, image: b}]}\n"
        shell.put("small.yaml", pod % "small")
        shell.put("big.yaml", pod % "big")
        small = run_kubectl("create", "--dry-run=server", "--validate=false", "-f", "small.yaml")
        big = run_kubectl("create", "--dry-run=server", "--validate=false", "-f", "big.yaml")
    assert small.returncode == 0, small.stderr
    assert "exceeded quota: team" in big.stderr


# --- verify

DAG = """\
from airflow import DAG
from airflow.operators.bash import BashOperator
from kubernetes.client import models as k8s

with DAG("etl"):
    resources = k8s.V1ResourceRequirements(limits={"memory": "64Gi"})
    main = k8s.V1Container(name="base", resources=resources)
    pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main], service_account_name="nobody"))
    BashOperator(task_id="load", bash_command="true", executor_config={"pod_override": pod})
"""
WORKER = "apiVersion: v1\nkind: Pod\nmetadata: {name: w}\nspec: {containers: [{name: base, image: airflow:3}]}\n"
REFUSALS = [
    (invalid("spec.containers[0].resources.limits[memory]", "must be less"), "dag.py:6:62", "must be less"),
    (invalid("spec.serviceAccountName", "must be a name"), "dag.py:8:80", "must be a name"),
    (invalid("spec.containers[0].image", "is not an image"), None, ""),  # the scheduler's, not the DAG's
    (forbidden('error looking up service account airflow/nobody: serviceaccount "nobody" not found'), "dag.py:8:80", "not found"),
    (forbidden("exceeded quota: team, requested: limits.memory=64Gi"), "dag.py:6:17", "exceeded quota"),
    (forbidden('violates PodSecurity "restricted:latest": runAsNonRoot != true'), "dag.py:8:11", "violates PodSecurity"),
    ({**forbidden("x"), "message": 'admission webhook "policy.example.com" denied the request: no team', "code": 400}, "dag.py:8:11", "denied the request"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "place", "words"), REFUSALS, ids=range(len(REFUSALS)))
def test_a_refusal_stands_where_the_field_is_written(
    shell: Shell, status: dict[str, Any], place: str | None, words: str
) -> None:
    shell.put("dag.py", DAG)
    shell.put("worker.yaml", WORKER)
    api = Api(refuse=lambda pod: status if "dag_id" in pod["metadata"].get("labels", {}) else None)
    flags = ("--namespace", "airflow", "--pod-template", "worker.yaml", "--output-format", "concise")
    with serving(api):
        outcome = run(shell, api, "verify", "dag.py", *flags)
    assert outcome.code == (1 if place else 0)
    if place is None:
        assert outcome.out == ""
        return
    assert outcome.out.startswith(f"{place}: KE839 the cluster rejects the pod: ")
    assert words in outcome.out
    assert outcome.out.count("\n") == 1


def test_a_pod_is_tried_and_not_created(shell: Shell) -> None:
    shell.put("dag.py", DAG)
    shell.put("worker.yaml", WORKER)
    api = Api()
    with serving(api):
        outcome = run(shell, api, "verify", ".", "--pod-template", "worker.yaml")
    assert (outcome.code, outcome.out) == (0, "")
    assert "Tried 2 pods on 127.0.0.1:" in outcome.err
    posts = [path for method, path, _ in api.asked if method == "POST"]
    assert posts == ["/api/v1/namespaces/airflow/pods?dryRun=All"] * 2
    pod, worker = api.posted  # of the task, and of tasks that say nothing of their pod
    assert worker["spec"]["containers"][0]["name"] == "base"
    assert "serviceAccountName" not in worker["spec"]
    assert pod["spec"]["serviceAccountName"] == "nobody"
    assert pod["spec"]["containers"][0]["resources"] == {"limits": {"memory": "64Gi"}}
    assert pod["metadata"]["labels"]["dag_id"] == "etl"
    assert "unknown" not in str(pod["metadata"])


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ({"code": 401, "message": "no"}, "doesn't accept the credentials"),
        (
            {"code": 403, "message": 'pods is forbidden: User "u" cannot create resource "pods"'},
            "not allowed to create pods",
        ),
        ({"code": 500, "message": "no"}, "answers 500 when asked for a pod"),
    ],
)
def test_a_cluster_that_cannot_be_asked(shell: Shell, status: dict[str, Any], message: str) -> None:
    shell.put("dag.py", DAG)
    api = Api(refuse=lambda pod: status)
    with serving(api):
        outcome = run(shell, api, "verify", "dag.py")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert message in outcome.err


@pytest.mark.parametrize("form", ["full", "json", "github", "gitlab", "junit", "sarif"])
def test_refusals_have_every_format(shell: Shell, form: str) -> None:
    shell.put("dag.py", DAG)
    api = Api(refuse=lambda pod: forbidden("exceeded quota: team"))
    with serving(api):
        outcome = run(shell, api, "verify", "dag.py", "--output-format", form)
    assert "exceeded quota: team" in outcome.out


def posted(shell: Shell, *arguments: str, refuse: Any = None) -> tuple[list[dict[str, Any]], Outcome]:
    """The pods that are tried, and the outcome."""
    api = Api(refuse=refuse)
    with serving(api):
        outcome = run(shell, api, "verify", *arguments, "--output-format", "concise")
    return api.posted, outcome


KPO = """\
from airflow import DAG
from airflow.decorators import task
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

with DAG("etl", default_args={"namespace": "jobs", "service_account_name": "etl"}):
    KubernetesPodOperator(task_id="load", name="load", image="etl:1", node_selector={"pool": "big"})
    KubernetesPodOperator(task_id="prod", name="prod", image="etl:1", namespace="prod", priority_class_name="high")
    KubernetesPodOperator(task_id="away", name="away", image="etl:1", cluster_context="other")

    @task.kubernetes(image="python:3.12", container_resources=k8s.V1ResourceRequirements(limits={"memory": "9Gi"}))
    def crunch(): ...

    crunch()
"""


def test_the_pods_of_operators_are_tried_in_their_namespace(shell: Shell) -> None:
    shell.put("dag.py", KPO)
    api = Api(
        refuse=lambda pod: (
            invalid("spec.containers[0].resources.limits[memory]", "must be less")
            if pod["spec"]["containers"][0]["image"] == "python:3.12"
            else forbidden("no PriorityClass with name high was found")
            if "priorityClassName" in pod["spec"]
            else None
        )
    )
    with serving(api):
        outcome = run(shell, api, "verify", "dag.py", "--output-format", "concise")
    posts = [path.split("/")[4] for method, path, _ in api.asked if method == "POST"]
    pods = {pod["spec"]["containers"][0]["image"]: pod for pod in api.posted}
    assert sorted(posts) == ["jobs", "jobs", "prod"]
    assert pods["etl:1"]["spec"]["serviceAccountName"] == "etl"  # of the default_args
    assert pods["python:3.12"]["spec"]["serviceAccountName"] == "etl"
    assert [line.split(" ")[0] for line in outcome.out.splitlines()] == ["dag.py:8:109:", "dag.py:11:108:"]
    assert "Not tried: 1 pod whose namespace or cluster isn't known." in outcome.err


def test_what_a_template_holds_counts_and_is_refused_in_the_template(shell: Shell) -> None:
    """A mistake of the template stands there, one of the DAG in the DAG."""
    shell.put("dag.py", DAG)
    limits = "resources: {limits: {memory: 1Gi, cpu: 99}}"
    shell.put("worker.yaml", WORKER.replace("image: airflow:3", f"image: airflow:3, {limits}"))
    said = invalid("spec.containers[0].resources.limits[cpu]", "must be less")
    pods, outcome = posted(
        shell,
        "dag.py",
        "--pod-template",
        "worker.yaml",
        refuse=lambda pod: said if "cpu" in pod["spec"]["containers"][0]["resources"]["limits"] else None,
    )
    assert [pod["spec"]["containers"][0]["resources"]["limits"] for pod in pods] == [
        {"memory": "64Gi"},  # resources are taken whole
        {"memory": "1Gi", "cpu": "99"},  # the client makes it a text,
    ]
    assert outcome.out.startswith("worker.yaml:4:")
    assert outcome.out.count("\n") == 1
    shell.put("alone.yaml", shell.read("worker.yaml"))
    pods, outcome = posted(shell, "alone.yaml", refuse=lambda pod: said)
    assert (len(pods), outcome.out.split(":")[0]) == (1, "alone.yaml")


def test_the_template_that_a_task_names_is_the_one_that_is_tried(shell: Shell) -> None:
    shell.put(
        "dag.py",
        "from pathlib import Path\n"
        + DAG.replace(
            '"pod_override": pod', '"pod_override": pod, "pod_template_file": str(Path(__file__).parent / "own.yaml")'
        ),
    )
    shell.put("own.yaml", WORKER.replace("spec: {", "spec: {schedulerName: own, "))
    shell.put("worker.yaml", WORKER)
    pods, _ = posted(shell, "dag.py", "--pod-template", "worker.yaml")
    assert [pod["spec"].get("schedulerName") for pod in pods] == ["own", None]


def test_the_tasks_of_dag_factory_are_tried(shell: Shell) -> None:
    shell.put(
        "dags.yml",
        """\
made:
  default_args: {start_date: 2024-01-01}
  tasks:
    load:
      operator: airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator
      name: load
      image: etl:1
      namespace: jobs
      service_account_name: nobody
""",
    )
    refused = forbidden('error looking up service account jobs/nobody: serviceaccount "nobody" not found')
    pods, outcome = posted(shell, "dags.yml", refuse=lambda pod: refused)
    assert [pod["spec"]["serviceAccountName"] for pod in pods] == ["nobody"]
    assert outcome.out.startswith("dags.yml:9:29: KE839")


def test_each_path_has_the_versions_of_its_target(shell: Shell) -> None:
    """Before provider 10.13 init containers of the same name were listed twice; from 10.13 on they are merged."""
    one = 'k8s.V1Container(name="fetch", image="b")'
    dag = DAG.replace("containers=[main]", f"containers=[main], init_containers=[{one}]")
    shell.put("old/dag.py", dag)
    shell.put("new/dag.py", dag)
    shell.put("worker.yaml", WORKER.replace("spec: {", "spec: {initContainers: [{name: fetch, image: a}], "))
    shell.put(
        "k8slint.toml",
        'pod-template = "worker.yaml"\n'
        '[[targets]]\npaths = ["old/**"]\nairflow-version = "2.8"\n'
        '[[targets]]\npaths = ["new/**"]\nairflow-version = "3.2"\n',
    )
    pods, _ = posted(shell, "old", "new")
    images = [[each["image"] for each in pod["spec"]["initContainers"]] for pod in pods]
    assert images == [["b"], ["a", "b"], ["a"]]  # new, old, the template alone


def test_cluster_policies_and_the_hook_are_applied_before(shell: Shell) -> None:
    shell.put("dags/dag.py", KPO)
    shell.put(
        "config/airflow_local_settings.py",
        "def task_policy(task):\n    task.priority_class_name = 'low'\n\n\n"
        "def pod_mutation_hook(pod):\n    pod.spec.scheduler_name = 'volcano'\n",
    )
    pods, outcome = posted(shell, "dags", refuse=lambda pod: invalid("spec.priorityClassName", "is too low"))
    assert {(pod["spec"]["priorityClassName"], pod["spec"]["schedulerName"]) for pod in pods} == {("low", "volcano")}
    assert outcome.out.startswith("config/airflow_local_settings.py:2:")


OPEN = [
    (forbidden('violates PodSecurity "restricted:latest": runAsNonRoot != true'), 0),
    (forbidden("failed quota: team: must specify limits.cpu for: base"), 0),
    ({**forbidden("x"), "message": 'admission webhook "w" denied the request: k8slint.invalid is no registry'}, 0),
    (invalid("spec.containers[0].volumeMounts[0].name", "Not found"), 1),
    (forbidden("exceeded quota: team, requested: limits.memory=64Gi"), 1),
    (forbidden('error looking up service account airflow/nobody: serviceaccount "nobody" not found'), 1),
]


@pytest.mark.parametrize(("status", "count"), OPEN, ids=range(len(OPEN)))
def test_what_an_unknown_template_may_settle_is_not_reported(shell: Shell, status: dict[str, Any], count: int) -> None:
    shell.put("dag.py", DAG)
    _, outcome = posted(shell, "dag.py", refuse=lambda pod: status)
    assert outcome.out.count("\n") == count
    left = "Not shown: 1 rejection that unknown values (no pod template is set) may cause." in outcome.err
    assert left is (count == 0)


def test_a_mount_of_a_volume_of_the_template_is_not_reported(shell: Shell) -> None:
    mount = 'volume_mounts=[k8s.V1VolumeMount(name="logs", mount_path="/logs")]'
    shell.put("dag.py", DAG.replace("resources=resources", f"resources=resources, {mount}"))
    said = invalid("spec.containers[0].volumeMounts[0].name", 'Not found: "logs"')
    said["details"]["causes"][0]["reason"] = "FieldValueNotFound"
    _, outcome = posted(shell, "dag.py", refuse=lambda pod: said)
    assert (outcome.code, outcome.out) == (0, "")
    shell.put("worker.yaml", WORKER)
    _, outcome = posted(shell, "dag.py", "--pod-template", "worker.yaml", refuse=lambda pod: said)
    assert outcome.out.startswith("dag.py:7:")


def test_a_pod_of_a_cluster_uses_its_service_account(shell: Shell) -> None:
    """The token, the certificate and the namespace that Kubernetes mounts in each pod."""
    if shutil.which("openssl") is None:
        return  # a cluster has a certificate
    key, certificate = shell.folder / "key.pem", shell.folder / "ca.crt"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    shell.put("token", "canary-token-4711")
    shell.put("namespace", "airflow-prod\n")
    # Where these files are is a constant of the client; a test can't write below /var/run.
    shell.put(
        "site/sitecustomize.py",
        "import kubernetes.config.incluster_config as pod\nimport k8slint.cluster.live as live\n"
        f"pod.SERVICE_TOKEN_FILENAME = {str(shell.folder / 'token')!r}\n"
        f"pod.SERVICE_CERT_FILENAME = {str(certificate)!r}\nlive._IN_POD = {str(shell.folder / 'namespace')!r}\n",
    )
    shell.put("dag.py", DAG)
    with serving(cluster(), tls) as api:
        place = {"KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": api.url.rpartition(":")[2]}
        inside = {**place, "PYTHONPATH": str(shell.folder / "site"), "HOME": str(shell.folder), "NO_PROXY": "127.0.0.1"}
        tried = shell.run("verify", "dag.py", **inside)
        listed = shell.run("inventory", **inside)
    assert (tried.code, tried.out) == (0, "")
    assert "/api/v1/namespaces/airflow-prod/pods?dryRun=All" in [path for _, path, _ in api.asked]
    assert list(yaml.safe_load(listed.out)["namespaces"]) == ["airflow-prod"]
    assert all(headers["authorization"] == "bearer canary-token-4711" for _, _, headers in api.asked)
    assert "canary" not in tried.err + listed.out + listed.err
    outcome = shell.run("verify", "dag.py", **{**place, "HOME": str(shell.folder)})
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "the service account of this pod can't be used" in outcome.err


# --- secrets never leave


@pytest.mark.slow
def test_a_value_appears_nowhere(shell: Shell, user_caches: Path) -> None:
    """Not in an output of any command and format, not in the cache, not in the inventory file."""
    manifest = secret("db", password="") | {"apiVersion": "v1", "kind": "Secret", "stringData": {"user": CANARY}}
    settings = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "etl", "namespace": "airflow"},
        "data": {"a": CANARY},
    }
    shell.put("k8s/secrets.yaml", yaml.safe_dump_all([manifest, settings]))
    shell.put("k8s/broken.yaml", f"kind: Secret\nstringData:\n  password: {CANARY}\n a: [\n")
    selector = 'k8s.V1EnvVarSource(secret_key_ref=k8s.V1SecretKeySelector(name="db", key="pasword"))'
    main = f'k8s.V1Container(name="base", env=[k8s.V1EnvVar(name="P", value_from={selector})])'
    pod = f"k8s.V1Pod(spec=k8s.V1PodSpec(containers=[{main}]))"
    shell.put(
        "dags/d.py",
        "from airflow.operators.bash import BashOperator\nfrom kubernetes.client import models as k8s\n"
        f'BashOperator(task_id="t", bash_command="x", executor_config={{"pod_override": {pod}}})\n',
    )
    shell.put("k8slint.toml", 'inventory = ["k8s"]\n')
    outputs = []
    for form in ("full", "concise", "json", "github", "gitlab", "junit", "sarif"):
        outcome = shell.run(
            "check", "dags", "-v", "--show-unknown", "--output-format", form, "--output-file", f"out-{form}"
        )
        outputs += [outcome.out, outcome.err, shell.read(f"out-{form}")]
        assert "KE804" in shell.read(f"out-{form}")
    for command in (
        ("render", "dags"),
        ("check", "k8s/secrets.yaml", "k8s/broken.yaml"),
        ("check", "dags", "--statistics"),
    ):
        outcome = shell.run(*command)
        outputs += [outcome.out, outcome.err]
    with serving(cluster()) as api:
        outputs.append(run(shell, api, "inventory", "-o", "inventory.yaml").err)
        outputs.append(run(shell, api, "verify", "dags").out)
    kept = [
        path
        for folder in (shell.folder, user_caches)
        for path in folder.rglob("*")
        if path.is_file() and path.parts[-2] != "k8s" and path.name != "kubeconfig"
    ]
    assert any(path.suffix == ".bin" for path in kept)  # what the cache remembers
    outputs += [path.read_bytes().decode("latin-1") for path in kept]
    for output in outputs:
        assert CANARY not in output
