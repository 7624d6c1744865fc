"""Compare what k8slint says of calls of operators with what real Airflow installations do.

    python -m oracle.operators AIRFLOW_2_PYTHON AIRFLOW_3_PYTHON PROVIDER_FOLDER...

The recorded signatures must be those of the real classes, and every option of the real configuration must be known. For each operator one call is made without a mistake and one for
each kind of mistake: Airflow must raise exactly where k8slint has an error.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from k8slint.airflow.options import mistake_in
from k8slint.airflow.signatures import Signature, signature_of
from k8slint.lint.pipeline import lint
from k8slint.settings.config import Config
from k8slint.settings.detection import complete
from k8slint.settings.targets import Targets, parse_version
from k8slint.source.project import Project
from k8slint.source.text import Source

CODES = ("KE709", "KE710", "KE711", "KE712")
CNCF = "airflow.providers.cncf.kubernetes"
MODULES = {
    "KubernetesPodOperator": f"{CNCF}.operators.pod",
    "KubernetesJobOperator": f"{CNCF}.operators.job",
    "KubernetesDeleteJobOperator": f"{CNCF}.operators.job",
    "SparkKubernetesOperator": f"{CNCF}.operators.spark_kubernetes",
    "SparkKubernetesSensor": f"{CNCF}.sensors.spark_kubernetes",
    "KubernetesCreateResourceOperator": f"{CNCF}.operators.resource",
    "_KubernetesDecoratedOperator": f"{CNCF}.decorators.kubernetes",
    "_KubernetesCmdDecoratedOperator": f"{CNCF}.decorators.kubernetes_cmd",
}
DECORATORS = {
    "_KubernetesDecoratedOperator": "airflow.decorators.task.kubernetes",
    "_KubernetesCmdDecoratedOperator": "airflow.decorators.task.kubernetes_cmd",
}
STANDARD = {
    "BashOperator": "operators.bash",
    "EmptyOperator": "operators.empty",
    "PythonOperator": "operators.python",
    "BranchPythonOperator": "operators.python",
    "ShortCircuitOperator": "operators.python",
    "PythonVirtualenvOperator": "operators.python",
    "ExternalPythonOperator": "operators.python",
    "TriggerDagRunOperator": "operators.trigger_dagrun",
    "LatestOnlyOperator": "operators.latest_only",
    "BranchDayOfWeekOperator": "operators.weekday",
    "BashSensor": "sensors.bash",
    "ExternalTaskSensor": "sensors.external_task",
    "ExternalTaskMarker": "sensors.external_task",
    "FileSensor": "sensors.filesystem",
    "PythonSensor": "sensors.python",
    "TimeDeltaSensor": "sensors.time_delta",
    "DayOfWeekSensor": "sensors.weekday",
}
MODULES |= {name: f"airflow.providers.standard.{module}" for name, module in STANDARD.items()}
# Values for the arguments that an operator requires.
VALUES = {
    "python_callable": "work",
    "follow_task_ids_if_true": '["a"]',
    "follow_task_ids_if_false": '["b"]',
    "delta": "pendulum.duration(minutes=1)",
    "week_day": '"Monday"',
    "external_task_id": '"a"',
}
# Of two arguments one, or a name that old versions have only to refuse it.
MORE = {"KubernetesCreateResourceOperator": {"yaml_conf": '"a"'}}
REFUSED_BY_NAME = frozenset({"node_selectors", "xcom_push"})
POD_MISTAKES = (
    'on_finish_action="delete_on_success"', "on_finish_action=None", 'on_kill_action="stop"', 'full_pod_spec={"spec": {}}',
    "full_pod_spec=k8s.V1PodSpec(containers=[])", 'volumes=["a"]', 'volumes=[{"name": "a"}]',
    'volumes=k8s.V1Volume(name="a")', 'volume_mounts=["a"]', "ports=[80]", "pod_runtime_info_envs=[{}]",
    "affinity=k8s.V1NodeAffinity()", 'affinity={"nodeAffinity": {}}', 'tolerations={"key": "a"}',
    'tolerations=[{"key": "a"}]', 'tolerations=k8s.V1Toleration(key="a")', 'secrets=["a"]', 'secrets=Secret("env", "A", "s")',
    """env_vars='{"A": "1"}'""", 'env_vars={"A": "1"}', 'env_vars=[k8s.V1EnvVar(name="A", value="1")]', "full_pod_spec={}",
    "provide_context=True", "resources=k8s.V1ResourceRequirements()", 'cmd=["a"]', "is_delete_operator_pod=True",
)  # fmt: skip
MISTAKES = (
    "no_such_argument=1", 'retries="many"', 'retries="3"', "retries=2", 'trigger_rule="all_sucess"', 'trigger_rule="dummy"',
    'trigger_rule="all_done"', "pool_slots=0", "execution_timeout=60", 'retry_delay="x"', "retry_delay=60", "queue=1",
    'queue="a"', 'depends_on_past="False"', "depends_on_past=False", 'priority_weight="1"', "params=[1]",
    "do_xcom_push=1", "task_concurrency=1", "doc_md=3", "max_active_tis_per_dag=None", "pool=None", "owner=None",
)  # fmt: skip
HEAD = """import pendulum
from airflow import DAG
from airflow.providers.cncf.kubernetes.secret import Secret
from kubernetes.client import models as k8s
from {module} import {name}

def work():
    return 1


with DAG("d", schedule=None, start_date=pendulum.datetime(2026, 1, 1)) as dag:
    {call}
"""


def calls(targets: Targets) -> Iterator[str]:
    """The sources: for each operator of the targets calls with and without mistakes."""
    for name, module in MODULES.items():
        signature = signature_of((f"{module}.{name}",), targets)
        if signature is None or name.startswith("_"):
            continue
        needed = (
            {each: VALUES.get(each, '"a"') for each in sorted(signature.required())}
            | MORE.get(name, {})
            | {"task_id": '"t"'}
        )
        right = ", ".join(f"{each}={value}" for each, value in needed.items())
        is_pod = name == "KubernetesPodOperator"
        texts = [f"{name}({right})"]
        texts += [f"{name}({right}, {mistake})" for mistake in (*MISTAKES, *(POD_MISTAKES if is_pod else ()))]
        for missing in needed.keys() - MORE.get(name, {}).keys():
            others = ", ".join(f"{each}={value}" for each, value in needed.items() if each != missing)
            texts.append(f"{name}({others})")
        texts.append(f'{name}.partial({right}, no_such_argument=1).expand(doc=["a"])')
        texts.append(f"{name}.partial({right}).expand(retries=[1, 2])")
        texts.append(f"{name}.partial({right}).expand(no_such_argument=[1, 2])")
        texts.append(f"{name}.partial({right}).expand(do_xcom_push=[True, False])")
        texts.append(f'{name}.partial({right}).expand(do_xcom_push="a")')
        texts.append(f'{name}.partial({right}).expand_kwargs([{{"no_such_argument": 1}}])')
        texts.append(f'{name}.partial({right}).expand_kwargs([{{"do_xcom_push": True}}])')
        yield from (HEAD.format(module=module, name=name, call=text) for text in texts)
        if name in ("BashOperator", "KubernetesPodOperator"):
            head = HEAD.replace(") as dag", ", default_args={{{defaults}}}) as dag")
            for mistake in (*MISTAKES, *(POD_MISTAKES if is_pod else ())):
                if mistake.startswith("resources="):
                    continue  # BaseOperator has another meaning for it: not looked for among defaults
                argument, _, value = mistake.partition("=")
                defaults = f'"{argument}": {value}'
                yield head.format(module=module, name=name, call=f"{name}({right})", defaults=defaults)


def errors(source: str, targets: Targets) -> list[str]:
    config = Config({"select": ("KE7", "KE5", "KE1")}, root=".", targets=targets)
    result = lint(Source("dag.py", source), config, Project("."))
    return [f"{each.code} {each.message}" for each in result.findings if each.severity.value == "error"]


def run(python: str, provider: Path | None, sources: list[str]) -> dict[str, object]:
    command = [python, "-m", "oracle.run_operators", *(["--provider", str(provider)] if provider else [])]
    given = json.dumps({"classes": MODULES, "calls": sources})
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, input=given, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(done.stderr)
    outcome: dict[str, object] = json.loads(done.stdout)
    return outcome


def targets_of(python: str, provider: Path | None) -> Targets:
    code = "import airflow, airflow.providers.cncf.kubernetes as k; print(airflow.__version__, k.__version__)"
    versions = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.split()[-2:]
    found = {
        "airflow": parse_version(versions[0]),
        "provider": parse_version(provider.name if provider else versions[1]),
    }
    return complete(found)


def signature_differences(classes: dict[str, dict[str, list[str]] | None], targets: Targets) -> Iterator[str]:
    """Where a recorded signature isn't the real class's."""
    for name, real in classes.items():
        recorded = _recorded(name, targets)
        if real is None or recorded is None:
            if (real is None) is not (recorded is None):
                yield f"{name} is {'not ' * (real is None)}there"
            continue
        names = set(real["parameters"])
        yield from (f"{name} takes `{each}`" for each in sorted(names) if recorded.is_unknown(each))
        yield from (f"{name} doesn't take `{each}`" for each in sorted(recorded.names() - names - REFUSED_BY_NAME))
        fields = set(real["template_fields"])
        for each in sorted(names | fields):
            if recorded.templates(each) not in (None, each in fields):
                yield f"{name}: whether `{each}` is rendered"


def _recorded(name: str, targets: Targets) -> Signature | None:
    return signature_of((DECORATORS.get(name, f"{MODULES[name]}.{name}"),), targets)


def main(arguments: list[str]) -> int:
    airflow2, airflow3, *providers = arguments
    installations: list[tuple[str, Path | None]] = [(airflow2, None), (airflow3, None)]
    installations += [(airflow2, Path(each)) for each in providers]
    wrong = count = 0
    for python, provider in installations:
        targets = targets_of(python, provider)
        sources = list(calls(targets))
        outcome = run(python, provider, sources)
        title = f"Airflow {'.'.join(map(str, targets.airflow))}, provider {'.'.join(map(str, targets.provider))}"
        for difference in signature_differences(outcome["classes"], targets):  # type: ignore[arg-type]
            wrong += 1
            print(f"{title}: {difference}")
        for section, names in outcome["options"].items():  # type: ignore[attr-defined]
            for each in names:
                variable = f"AIRFLOW__{section}__{each}".upper()
                if (wrong_name := mistake_in(variable, targets)) is not None:
                    wrong += 1
                    print(f"{title}: {variable}: {wrong_name.why}")
        for source, real in zip(sources, outcome["calls"], strict=True):  # type: ignore[call-overload]
            found = errors(source, targets)
            count += 1
            if bool(found) is not bool(real):
                wrong += 1
                print(
                    f"{title}: {source.splitlines()[-1].strip()}\n    Airflow: {real or 'fine'}\n    k8slint: {found}"
                )
    print(f"{count} calls on {len(installations)} installations, {wrong} differences")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
