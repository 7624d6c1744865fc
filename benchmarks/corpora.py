"""Trees of Python files to measure on: generated, deterministic, with the hit rates of real repositories."""

from __future__ import annotations

import random
from pathlib import Path

POD = """\
pod_{i} = k8s.V1Pod(
    metadata=k8s.V1ObjectMeta(labels={{"team": "data", "tier": "t{i}"}}, annotations={{"owner": "team-{i}"}}),
    spec=k8s.V1PodSpec(
        containers=[
            k8s.V1Container(
                name="base",
                image="registry.example.com/airflow/worker:{i}.0",
                resources=k8s.V1ResourceRequirements(
                    requests={{"cpu": "500m", "memory": "1Gi"}}, limits={{"cpu": "2", "memory": "{gib}Gi"}}
                ),
                env=[
                    k8s.V1EnvVar(name="STAGE", value="prod"),
                    k8s.V1EnvVar(
                        name="TOKEN",
                        value_from=k8s.V1EnvVarSource(
                            secret_key_ref=k8s.V1SecretKeySelector(name="api-{i}", key="token")
                        ),
                    ),
                ],
                volume_mounts=[k8s.V1VolumeMount(name="scratch", mount_path="/scratch")],
            )
        ],
        volumes=[k8s.V1Volume(name="scratch", empty_dir=k8s.V1EmptyDirVolumeSource(size_limit="10Gi"))],
        tolerations=[k8s.V1Toleration(key="batch", operator="Equal", value="true", effect="NoSchedule")],
        node_selector={{"pool": "batch"}},
    ),
)
"""

HEAD = """\
from __future__ import annotations

import logging
from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG
{imports}
log = logging.getLogger(__name__)

default_args = {{"owner": "data", "retries": 2, "retry_delay": timedelta(minutes=5)}}


"""

FUNCTION = '''\
def {name}_{i}(rows, limit={n}, *, strict=False):
    """Take the first rows that fit and count what is left out."""
    kept, dropped = [], 0
    for number, row in enumerate(rows):
        if number >= limit and not strict:
            dropped += 1
            continue
        value = {{key: str(item).strip() for key, item in row.items() if item is not None}}
        kept.append((number, value, f"{{number}}:{{len(value)}}"))
    log.info("kept %s rows, dropped %s", len(kept), dropped)
    return kept, dropped


'''

TASK = """\
    task_{i} = BashOperator(task_id="task_{i}", bash_command="echo {{{{ ds }}}} {i}", pool="default_pool", retries={n})
"""

POD_TASK = """\
    work_{i} = PythonOperator(
        task_id="work_{i}",
        python_callable=load_0,
        executor_config={{"pod_override": pod_{i}}},
    )
"""

WORDS = ("load", "clean", "merge", "export", "check", "index", "score", "rank", "split", "join")


def dag_file(seed: int, *, pods: int, lines: int = 200) -> str:
    """One DAG file of about ``lines`` lines with ``pods`` pods, each used by a task."""
    chance = random.Random(seed)
    made = [HEAD.format(imports="from kubernetes.client import models as k8s\n" if pods else "")]
    made += [POD.format(i=i, gib=chance.randint(2, 16)) + "\n" for i in range(pods)]
    used = "".join(made).count("\n") + 8 + 7 * pods
    made.append(FUNCTION.format(name="load", i=0, n=chance.randint(10, 999)))
    for i in range(1, max(1, (lines - used) // 16)):
        made.append(FUNCTION.format(name=chance.choice(WORDS), i=i, n=chance.randint(10, 999)))
    start = f"datetime({chance.randint(2020, 2026)}, 1, 1)"
    made.append(f'with DAG("dag_{seed}", schedule="@daily", start_date={start}, default_args=default_args) as dag:\n')
    made += [TASK.format(i=i, n=chance.randint(0, 5)) for i in range(chance.randint(3, 8))]
    made += [POD_TASK.format(i=i) for i in range(pods)]
    return "".join(made)


def library_file(seed: int) -> str:
    """One file of an Airflow-like code base: functions and classes, no DAG."""
    chance = random.Random(seed)
    made = [HEAD.format(imports="")]
    made += [
        FUNCTION.format(name=chance.choice(WORDS), i=i, n=chance.randint(10, 999)) for i in range(chance.randint(4, 18))
    ]
    return "".join(made)


def write(folder: Path, texts: dict[str, str]) -> Path:
    """The files below ``folder``, made anew only when they aren't there."""
    if not (folder / ".made").exists():
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (folder / ".made").touch()
    return folder


def airflow_like(folder: Path, files: int) -> Path:
    """A code base of which one file in a hundred holds a pod."""
    texts = {
        f"package_{i // 100}/module_{i}.py": dag_file(i, pods=1 + i % 3) if i % 100 == 0 else library_file(i)
        for i in range(files)
    }
    return write(folder / f"airflow_like_{files}", texts)


def without_kubernetes(folder: Path, files: int) -> Path:
    """A monorepo of DAGs that run on another executor."""
    texts = {f"team_{i // 200}/dag_{i}.py": dag_file(i, pods=0, lines=120 + i % 120) for i in range(files)}
    return write(folder / f"without_kubernetes_{files}", texts)


def dense(folder: Path, files: int) -> Path:
    """DAG files with one to five pods in every one."""
    return write(folder / f"dense_{files}", {f"dags/dag_{i}.py": dag_file(i, pods=1 + i % 5) for i in range(files)})


def one_file(folder: Path, name: str, text: str) -> Path:
    """A folder with a single file; the file's path."""
    return write(folder / name, {f"{name}.py": text}) / f"{name}.py"


def many_pods(pods: int) -> str:
    """One file with ``pods`` pods."""
    return dag_file(pods, pods=pods)


def shared_helper(tasks: int) -> str:
    """One file whose tasks all call the same helper for their pod, with few different arguments."""
    body = (
        "\n\ndef config(memory):\n"
        '    resources = k8s.V1ResourceRequirements(requests={"memory": memory})\n'
        '    container = k8s.V1Container(name="base", resources=resources)\n'
        '    return {"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[container]))}\n\n\n'
    )
    head = HEAD.format(imports="from kubernetes.client import models as k8s\n")
    calls = "".join(
        f'PythonOperator(task_id="t{i}", python_callable=print, executor_config=config("{1 + i % 4}Gi"))\n'
        for i in range(tasks)
    )
    return head + body + calls


def helper_chain(folder: Path, depth: int) -> Path:
    """A DAG whose pod comes through ``depth`` modules; the DAG's path."""
    texts = {
        f"chain/step_{i}.py": f"from chain.step_{i + 1} import make as below\n\n\n"
        "def make(memory):\n    return below(memory)\n"
        for i in range(depth)
    }
    texts[f"chain/step_{depth}.py"] = (
        "from kubernetes.client import models as k8s\n\n\ndef make(memory):\n"
        '    resources = k8s.V1ResourceRequirements(requests={"memory": memory})\n'
        '    container = k8s.V1Container(name="base", resources=resources)\n'
        "    return k8s.V1Pod(spec=k8s.V1PodSpec(containers=[container]))\n"
    )
    texts["chain/__init__.py"] = ""
    texts["dag.py"] = (
        "from airflow.providers.standard.operators.python import PythonOperator\nfrom chain.step_0 import make\n\n"
        'PythonOperator(task_id="t", python_callable=print, executor_config={"pod_override": make("1Gi")})\n'
    )
    return write(folder / f"chain_{depth}", texts) / "dag.py"


DEAD_IMPORT = (
    HEAD.format(imports="from airflow.kubernetes.secret import Secret\n")
    + "".join(FUNCTION.format(name=WORDS[i % 10], i=i, n=i) for i in range(10))
    + 'token = Secret("env", "TOKEN", "api", "token")\n'
)
