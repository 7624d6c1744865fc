"""What real Airflow makes of DAG files: every task's pod_override, and the worker pod that it becomes.

Runs inside an Airflow environment (2.11 or 3.x) and imports nothing of k8slint. Each file goes through Airflow's own
DagBag, each DAG through its own serialization, as between DAG processor and scheduler; each pod is built by the
provider's own PodGenerator from ``template.yaml`` beside the DAGs. The outcome is one JSON document on stdout or in
``--output``.

    python -m oracle.dump_pods fixtures/airflow --output pods.json
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import importlib
import json
import logging
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Everything that differs from run to run stands here, so that two recordings of one fixture are equal.
DYNAMIC = {
    "pod_id": "dynamic-name",
    "try_number": 1,
    "kube_image": "dynamic/image:1",
    "date": datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    "args": ["dynamic", "arguments"],
    "namespace": "dynamic-namespace",
    "scheduler_job_id": "7",
    "run_id": "dynamic-run",
}


def sources(root: Path) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """The DAG files below ``root``, each with the folders that Airflow would have on ``sys.path``.

    A file directly in ``root`` stands alone. A folder is a project: its ``dags`` folder (or the folder itself) is the
    DAGs folder, ``plugins`` and ``config`` beside it are on the path, and files named ``*dag*.py`` hold the DAGs.
    """
    for file in sorted(root.glob("*.py")):
        yield file, ()
    projects = (path for path in root.iterdir() if path.is_dir() and path.name not in ("expected", "__pycache__"))
    for project in sorted(projects):
        dags = project / "dags" if (project / "dags").is_dir() else project
        paths = tuple(path for path in (dags, project / "config", project / "plugins") if path.is_dir())
        for file in sorted(dags.rglob("*dag*.py")):
            yield file, paths


@contextlib.contextmanager
def import_path(folders: tuple[Path, ...]) -> Iterator[None]:
    """Puts ``folders`` on ``sys.path``, and forgets afterwards what was imported from them."""
    before_path, before_modules = list(sys.path), set(sys.modules)
    sys.path[:0] = [str(folder) for folder in folders]
    try:
        yield
    finally:
        sys.path[:] = before_path
        for name in set(sys.modules) - before_modules:
            file = getattr(sys.modules[name], "__file__", None) or ""
            spec = getattr(sys.modules[name], "__path__", [""])
            if any(str(place).startswith(str(folder)) for folder in folders for place in (file, *spec)):
                del sys.modules[name]


def load(file: Path, paths: tuple[Path, ...], empty: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The DAGs of ``file`` by id, and Airflow's import errors by file name."""
    try:
        from airflow.dag_processing.dagbag import DagBag
    except ModuleNotFoundError:
        from airflow.models.dagbag import DagBag

    bag = DagBag(dag_folder=str(empty))
    with import_path(paths):
        bag.process_file(str(file), only_if_updated=False, safe_mode=False)
    return dict(bag.dags), {Path(path).name: error for path, error in bag.import_errors.items()}


def round_trip(dag: Any) -> Any:
    """The DAG as the scheduler has it: serialized to JSON by the DAG processor and read back."""
    from airflow.serialization import serialized_objects

    serializer = getattr(serialized_objects, "DagSerialization", None) or serialized_objects.SerializedDAG
    return serializer.from_dict(json.loads(json.dumps(serializer.to_dict(dag))))


def executor_config(task: Any) -> Any:
    """A task's executor_config, mapped tasks included."""
    partial = getattr(task, "partial_kwargs", None)
    return partial.get("executor_config") if isinstance(partial, dict) else task.executor_config


def plain(value: Any) -> Any:
    """An operator's argument as JSON: models by the client, helpers by their attributes, the rest as text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "openapi_types"):
        return dump_pod(value)
    if type(value).__module__.startswith(("airflow.providers.cncf.kubernetes", "airflow.kubernetes")):
        return {name: plain(entry) for name, entry in sorted(vars(value).items())}
    return getattr(value, "value", None) or getattr(value, "__name__", None) or type(value).__name__


def dump_pod(pod: Any) -> Any:
    """A pod as JSON; the random part of a secret volume's name becomes ``<uuid>``."""
    from kubernetes.client import ApiClient

    text = json.dumps(ApiClient().sanitize_for_serialization(pod))
    return json.loads(re.sub(r"secretvol[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "secretvol<uuid>", text))


def merge(dag_id: str, task_id: str, config: Any, template: Path) -> Any:
    """The worker pod that the provider builds, with a fixed text for Airflow's own version."""
    from airflow.providers.cncf.kubernetes.pod_generator import PodGenerator

    override = PodGenerator.from_obj(config)
    base = PodGenerator.deserialize_model_file(str(template.parent / config.get("pod_template_file", template.name)))
    pod = PodGenerator.construct_pod(
        dag_id=dag_id, task_id=task_id, pod_override_object=override, base_worker_pod=base, **DYNAMIC
    )
    pod.metadata.labels["airflow_version"] = "dynamic-version"
    return dump_pod(pod)


def attempt(make: Any, *arguments: Any) -> Any:
    """What ``make`` returns, or the error as data: a refusal is a fact to record, not a failure of the recording."""
    try:
        return make(*arguments)
    except Exception as error:
        cause = error.__cause__ or error
        return {"error": f"{type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''}"}


def use_provider(folder: Path) -> None:
    """Puts another version of the cncf.kubernetes provider, unpacked in ``folder``, in the installed one's place."""
    parent = importlib.import_module("airflow.providers.cncf")
    importlib.import_module("airflow.providers.cncf.kubernetes")
    for name in [name for name in sys.modules if name.startswith("airflow.providers.cncf.")]:
        del sys.modules[name]
    delattr(parent, "kubernetes")
    parent.__path__ = [str(folder / "airflow" / "providers" / "cncf")]


def record(root: Path, only: list[str]) -> dict[str, Any]:
    """Every task of every DAG below ``root``, or of the files named in ``only``."""
    tasks, errors = [], {}
    template = root / "template.yaml"
    with tempfile.TemporaryDirectory() as empty:
        for file, paths in sources(root):
            name = file.relative_to(root).as_posix()
            if only and name not in only:
                continue
            dags, import_errors = load(file, paths, Path(empty))
            for error in import_errors.values():
                errors[name] = error.strip().splitlines()[-1]
            for dag_id, dag in sorted(dags.items()):
                scheduled = attempt(round_trip, dag)
                for task in sorted(dag.tasks, key=lambda task: str(task.task_id)):
                    entry = {"file": name, "dag": dag_id, "task": task.task_id}
                    if isinstance(scheduled, dict):
                        tasks.append(entry | {"keys": sorted(executor_config(task)), "override": scheduled})
                        continue
                    config = executor_config(scheduled.get_task(task.task_id)) or {}
                    entry["keys"] = sorted(config)
                    entry["override"] = attempt(dump_pod, config.get("pod_override"))
                    entry["merged"] = attempt(merge, dag_id, task.task_id, config, template)
                    tasks.append(entry)
    return {**versions(), "tasks": tasks, "errors": errors}


def versions() -> dict[str, list[int]]:
    """The versions that a target is made of."""
    import airflow
    from airflow.providers.cncf import kubernetes

    texts = {"airflow": airflow.__version__, "provider": kubernetes.__version__}
    return {name: [int(part) for part in text.split(".")[:3]] for name, text in texts.items()}


def quiet(home: str) -> None:
    """Gives Airflow a home of its own in ``home``, without examples, and keeps it from talking."""
    os.environ["AIRFLOW_HOME"] = home
    os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
    os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "CRITICAL"
    warnings.simplefilter("ignore")
    logging.disable(logging.ERROR)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--provider", type=Path, help="a folder with another version of the provider")
    parser.add_argument("--only", nargs="*", default=[], help="the files to record")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="airflow-home-") as home:
        quiet(home)
        if options.provider:
            use_provider(options.provider.resolve())
        recorded = record(options.root.resolve(), options.only)
    options.output.write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n")
    if recorded["errors"]:
        sys.exit("\n".join(f"{file}: {error}" for file, error in recorded["errors"].items()))


if __name__ == "__main__":
    main()
