"""What exists in the cluster, as manifests and inventory files say it: when the rules speak, and when they must not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from shell import Shell

DAG = """\
from airflow.operators.bash import BashOperator
from kubernetes.client import models as k8s

source = k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="{name}"))
main = k8s.V1Container(name="base", env_from=[source])
pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta({metadata}), spec=k8s.V1PodSpec(containers=[main]))
BashOperator(task_id="load", bash_command="true", executor_config={{"pod_override": pod}})
"""
SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}{namespace}}}\nstringData: {{password: canary-4711}}\n"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


def dag(name: str = "gone", metadata: str = "") -> str:
    return DAG.format(name=name, metadata=metadata)


def secret(name: str, namespace: str | None = "airflow") -> str:
    return SECRET.format(name=name, namespace="" if namespace is None else f", namespace: {namespace}")


def found(shell: Shell, *arguments: str) -> list[str]:
    outcome = shell.run("check", "dags", "--select", "KE8", "--output-format", "concise", *arguments)
    assert "Traceback" not in outcome.err
    assert outcome.code in (0, 1), outcome.err
    return [line.split()[1] for line in outcome.out.splitlines()]


def test_nothing_is_said_without_an_inventory(shell: Shell) -> None:
    shell.write(dags__a_py=dag(), k8s__a_yaml=secret("db"))
    assert found(shell) == []
    assert found(shell, "--inventory", "k8s") == ["KE803"]


def test_the_settings_name_it_and_the_finding_says_what_is_meant(shell: Shell) -> None:
    shell.write(dags__a_py=dag("db-credentails"), k8s__a_yaml=secret("db-credentials"))
    shell.put("pyproject.toml", '[tool.k8slint]\ninventory = ["k8s/"]\nnamespace = "airflow"\n')
    outcome = shell.run("check", "dags", "--output-format", "concise")
    assert "Did you mean `db-credentials`?" in outcome.out
    assert outcome.code == 1
    shell.put("k8s/a.yaml", secret("db-credentails"))
    assert found(shell) == []


WHERE = [
    (secret("db"), "", (), ["KE803"]),  # the inventory speaks of one namespace
    (secret("db") + "---\n" + secret("db", "other"), "", (), []),  # of two: which is the workers'?
    (secret("db") + "---\n" + secret("db", "other"), "", ("--namespace", "airflow"), ["KE803"]),
    (secret("db", None), "", (), ["KE803"]),
    (secret("gone", None), "", ("--namespace", "airflow"), []),
    (secret("db"), "", ("--namespace", "unheard-of"), []),  # a namespace that it doesn't cover
    (secret("db"), 'namespace="unheard-of"', (), []),
    (secret("db"), 'namespace="airflow"', ("--namespace", "unheard-of"), ["KE803"]),
    (secret("gone", "other"), 'namespace="airflow"', (), []),  # nothing known of Secrets in airflow
    (secret("db").replace("Secret", "ConfigMap"), "", (), []),  # a kind that it doesn't cover
    (secret("'{{ .Values.name }}'"), "", (), []),  # Helm names it
    (secret("db") + "---\n" + secret("${NAME}"), "", (), []),
    (secret("db") + "---\n{{- if .Values.more }}\n" + secret("more"), "", (), []),  # no YAML before Helm made it so
    (secret("db") + "---\napiVersion: acid.zalan.do/v1\nkind: postgresql\nmetadata: {name: x}\n", "", (), []),
    (secret("db") + "---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: x}\n", "", (), []),
    (secret("db") + "---\napiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: {name: x}\n", "", (), ["KE803"]),
    ("kind: List\napiVersion: v1\nitems: [{kind: Secret, apiVersion: v1, metadata: {name: db}}]\n", "", (), ["KE803"]),
    ("kind: SecretList\napiVersion: v1\nitems: [{metadata: {name: db}}]\n", "", (), ["KE803"]),
    ("kind: SecretList\napiVersion: v1\nitems: [{metadata: {name: gone}}]\n", "", (), []),
    ('{"kind": "Secret", "apiVersion": "v1", "metadata": {"name": "gone"}}', "", (), []),
    (secret("gone", "shared").replace("namespace: shared", "namespace: shared, annotations: {replicator.v1.mittwald.de/replicate-to: '*'}"), "", ("--namespace", "airflow"), []),
    ("apiVersion: k8slint/v1\nkind: Inventory\nnamespaces: {airflow: {secrets: {}}}\n", "", (), ["KE803"]),
    ("apiVersion: k8slint/v1\nkind: Inventory\nnamespaces: {airflow: {secrets: unknown}}\n", "", (), []),
    ("apiVersion: k8slint/v1\nkind: Inventory\nnamespaces: {airflow: {configMaps: {}}}\n", "", (), []),
]  # fmt: skip


@pytest.mark.parametrize(("manifest", "metadata", "arguments", "expected"), WHERE)
def test_only_what_is_covered_can_be_missing(
    shell: Shell, manifest: str, metadata: str, arguments: tuple[str, ...], expected: list[str]
) -> None:
    shell.write(dags__a_py=dag(metadata=metadata), k8s__a_yaml=manifest)
    assert found(shell, "--inventory", "k8s", *arguments) == expected


MAKERS = [
    "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: x}\nspec: {secretName: gone}\n",
    "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: gone}\nspec: {encryptedData: {a: x}}\n",
    "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: gone}\nspec: {data: [{secretKey: a}]}\n",
    "apiVersion: external-secrets.io/v1\nkind: ClusterExternalSecret\nmetadata: {name: x}\nspec: {externalSecretName: gone, externalSecretSpec: {}}\n",
    "apiVersion: kubernetes-client.io/v1\nkind: ExternalSecret\nmetadata: {name: gone}\nspec: {backendType: vault, data: [{name: a}]}\n",
    "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: {name: x}\nspec: {secretObjects: [{secretName: gone, data: [{key: a}]}]}\n",
    "apiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultStaticSecret\nmetadata: {name: x}\nspec: {destination: {name: gone}}\n",
    "apiVersion: isindir.github.com/v1alpha3\nkind: SopsSecret\nmetadata: {name: x}\nspec: {secretTemplates: [{name: gone, stringData: {a: b}}]}\n",
]


@pytest.mark.parametrize("manifest", MAKERS)
def test_what_controllers_make_exists(shell: Shell, manifest: str) -> None:
    shell.write(dags__a_py=dag(), k8s__a_yaml=secret("db", None) + "---\n" + manifest)
    assert found(shell, "--inventory", "k8s") == []
    shell.put("k8s/a.yaml", secret("db", None) + "---\n" + manifest.replace("gone", "another"))
    assert found(shell, "--inventory", "k8s") == ["KE803"]


def test_an_inventory_file_is_an_error_where_manifests_are_a_warning(shell: Shell) -> None:
    shell.write(dags__a_py=dag(), a_yaml=secret("db"))
    shell.put("all.yaml", "apiVersion: k8slint/v1\nkind: Inventory\nnamespaces: {airflow: {secrets: {db: unknown}}}\n")
    for file, severity in (("a.yaml", "warning"), ("all.yaml", "error")):
        outcome = shell.run("check", "dags", "--inventory", file, "--output-format", "json", "--no-cache")
        assert f'"severity": "{severity}"' in outcome.out


def test_a_new_file_in_a_folder_counts_at_once_and_so_does_a_changed_one(shell: Shell) -> None:
    shell.write(dags__a_py=dag(), k8s__a_yaml=secret("db"))
    assert found(shell, "--inventory", "k8s") == ["KE803"]
    assert found(shell, "--inventory", "k8s") == ["KE803"]
    shell.put("k8s/b.yaml", secret("gone"))
    assert found(shell, "--inventory", "k8s") == []
    shell.put("k8s/b.yaml", secret("went"))
    assert found(shell, "--inventory", "k8s") == ["KE803"]
    os.remove(shell.folder / "k8s/a.yaml")
    shell.put("k8s/b.yaml", "kind: nothing\n")
    assert found(shell, "--inventory", "k8s") == []


def test_kustomizations_change_namespaces_and_names(shell: Shell) -> None:
    shell.write(dags__a_py=dag("prod-db", 'namespace="airflow"'), k8s__base__a_yaml=secret("db", None))
    shell.put("k8s/base/kustomization.yaml", "resources: [a.yaml]\n")
    shell.put("k8s/prod/kustomization.yaml", "namespace: airflow\nnamePrefix: prod-\nresources: [../base]\n")
    shell.put("k8s/dev/kustomization.yaml", "namespace: dev\nresources: [../base]\n")
    assert found(shell, "--inventory", "k8s") == []
    shell.put("dags/a.py", dag("db", 'namespace="airflow"'))
    assert found(shell, "--inventory", "k8s") == ["KE803"]
    shell.put("dags/a.py", dag("db", 'namespace="dev"'))
    assert found(shell, "--inventory", "k8s") == []
    # What comes from elsewhere may bring anything.
    shell.put("dags/a.py", dag("other", 'namespace="airflow"'))
    assert found(shell, "--inventory", "k8s") == ["KE803"]
    shell.put("k8s/prod/kustomization.yaml", "namespace: airflow\nresources: [../base, https://example.com/x.yaml]\n")
    assert found(shell, "--inventory", "k8s") == []


def test_generated_names_are_known_without_a_hash_only(shell: Shell) -> None:
    shell.write(dags__a_py=dag("db"), k8s__a_yaml=secret("other"))
    generator = "namespace: airflow\nresources: [a.yaml]\nsecretGenerator: [{name: db, literals: [a=b]%s}]\n"
    shell.put("k8s/kustomization.yaml", generator % ", options: {disableNameSuffixHash: true}")
    assert found(shell, "--inventory", "k8s") == []
    shell.put("dags/a.py", dag("nothing"))
    assert found(shell, "--inventory", "k8s") == ["KE803"]
    shell.put("k8s/kustomization.yaml", generator % "")
    shell.put("dags/a.py", dag("db-8c5f7g2h"))
    assert found(shell, "--inventory", "k8s") == []


WRONG = [
    ("nothing.yaml", None, "there is no file or folder nothing.yaml"),
    ("a.yaml", "a: [1\n", "a.yaml:2:1: "),
    ("a.yaml", "replicas: 2\n", "a.yaml is neither a Kubernetes manifest nor an inventory file: it has no apiVersion and kind"),
    ("a.yaml", b"\xff\xfe\x00", "a.yaml is not UTF-8"),
    ("a.yaml", "apiVersion: k8slint/v9\nkind: Inventory\n", "reads `apiVersion: k8slint/v1`, not `k8slint/v9`"),
    ("a.yaml", "apiVersion: k8slint/v1\nkind: Inventory\nnamespaces: {a: {secret: {}}}\n", "a.yaml:3: `secret` is not a kind of an"),
    ("a.yaml", "apiVersion: k8slint/v1\nkind: Inventory\nnamespaces: {a: {limitRanges: [x]}}\n", "`limitRanges` must be a mapping"),
    ("a.yaml", "apiVersion: k8slint/v1\nkind: Inventory\nnamespaces: []\n", "`namespaces` must be a mapping"),
    ("a.yaml", "[" * 5000, "a.yaml:1:1: it is nested too deeply"),
    ("a.yaml", "kind: Secret\napiVersion: v1\nx: '" + "a" * 16_000_001 + "'\n", "more than 16,000,000"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "content", "message"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_with_a_named_file_is_said_in_one_line(
    shell: Shell, path: str, content: str | bytes | None, message: str
) -> None:
    shell.write(dags__a_py=dag())
    if content is not None:
        shell.put(path, content)
    outcome = shell.run("check", "dags", "--inventory", path)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("Error: inventory: ")
    assert message in outcome.err
    assert outcome.err.count("\n") == 1


def test_settings_of_a_stranger_read_nothing_outside_the_project(shell: Shell) -> None:
    shell.write(project__dags__a_py=dag(), outside__a_yaml=secret("db"))
    shell.put("project/.git/HEAD", "")
    shell.put("project/pyproject.toml", '[tool.k8slint]\ninventory = ["../outside"]\n')
    outcome = shell.run("check", "project/dags")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "outside is outside of the repository" in outcome.err
    shell.put("project/pyproject.toml", '[tool.k8slint]\ninventory = ["k8s"]\n')
    shell.put("project/k8s/own.yaml", secret("own"))
    (shell.folder / "project/k8s/link.yaml").symlink_to(shell.folder / "outside/a.yaml")
    (shell.folder / "project/k8s/folder").symlink_to(shell.folder / "outside")
    outcome = shell.run("check", "project/dags", "-v")
    assert "KE803" in outcome.out
    assert "1 Secret" in outcome.err
    assert "db" not in outcome.out + outcome.err
    assert "outside/a.yaml" not in outcome.err


def test_a_pipe_is_not_waited_for(shell: Shell) -> None:
    shell.write(dags__a_py=dag())
    os.mkfifo(shell.folder / "pipe.yaml")
    outcome = shell.run("check", "dags", "--inventory", "pipe.yaml")
    assert (outcome.code, "pipe.yaml can't be read: it is not a regular file" in outcome.err) == (2, True)


def test_aliases_cost_what_is_written_not_what_they_stand_for(shell: Shell) -> None:
    bomb = "a0: &a0 {x: y}\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
    shell.write(dags__a_py=dag(), k8s__a_yaml=secret("db") + bomb + "data: {k: *a39}\n")
    assert found(shell, "--inventory", "k8s") == ["KE803"]


def test_verbose_says_what_is_known_and_what_was_left_out(shell: Shell) -> None:
    shell.write(dags__a_py=dag(), k8s__a_yaml=secret("db"), k8s__broken_yaml="kind: ConfigMap\na: [\n")
    outcome = shell.run("check", "dags", "--inventory", "k8s", "-v")
    assert "Inventory: worker pods run in namespace airflow\n  namespace airflow: 1 Secret\n" in outcome.err
    assert "k8s/broken.yaml:3:1: " in outcome.err
    assert "canary" not in outcome.out + outcome.err


def test_workers_and_cache_change_nothing(shell: Shell) -> None:
    for number in range(12):
        shell.put(f"dags/d{number}.py", dag(f"gone-{number}") + "# " + "x" * 6000)
    shell.write(k8s__a_yaml=secret("db"))
    runs = [
        shell.run("check", "dags", "--inventory", "k8s", "--output-format", "json", *more).out
        for more in (("-j1", "--no-cache"), ("-j2", "--no-cache"), ("-j2",), ("-j1",))
    ]
    assert runs[0].count("KE803") >= 12
    assert len(set(runs)) == 1


ON_NODES = """\
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("etl"):
    KubernetesPodOperator(task_id="load", name="load", image="x", node_selector={"pool": "tpu"})
"""
NODE = '{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "%s", "labels": {"pool": "%s"}}, "status": {"allocatable": {"cpu": "4"}}}'
WITH_A_POD = '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}}'


@pytest.mark.parametrize(
    ("kind", "items", "expected"),
    [
        ("List", [NODE % ("a", "cpu"), NODE % ("b", "gpu")], ["KE830"]),
        ("NodeList", [NODE % ("a", "cpu")], ["KE830"]),
        ("NodeList", [NODE.replace('"kind": "Node", ', "") % ("a", "cpu")], ["KE830"]),
        ("List", [NODE % ("a", "tpu")], []),
        ("List", [NODE % ("a", "cpu"), WITH_A_POD], []),  # chosen by somebody
        ("List", [], []),
    ],
)
def test_a_list_of_nodes_names_all_nodes(shell: Shell, kind: str, items: list[str], expected: list[str]) -> None:
    """``kubectl get nodes -o json``; a node by itself says nothing of the others."""
    listed = f'{{"apiVersion": "v1", "kind": "{kind}", "items": [{", ".join(items)}]}}'
    shell.write(dags__a_py=ON_NODES, k8s__nodes_json=listed)
    assert found(shell, "--inventory", "k8s") == expected
    if items:
        shell.write(k8s__nodes_json=items[0])
        assert found(shell, "--inventory", "k8s") == []
