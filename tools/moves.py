"""What moved or went, by version: ``k8slint/data/airflow_moves.py``, from the records of it.

``records/moves.json`` holds, under ``records``, every probed move (each was imported, or called, in real
Airflow environments from 1.10.15 to 3.3.2) with versions as the prober wrote them, and under ``shims`` the forwarding
tables that Airflow itself shipped for other providers' names. ``records/absent.json`` names the places in those tables that
newer releases of the providers, read as wheels, have dropped themselves. What no record can say (what a person must
do, which renames carry changed parameters) is decided here, in the tables below.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from tools import text as texts

RECORDS = Path(__file__).parent / "records"

Version = tuple[int, ...]
Since = tuple[str, Version]
Step = tuple[str, str, Version, Version]
Row = tuple[str, str, "Since | None", tuple[Since, ...], tuple[Step, ...], str, str]

PROVIDER = "apache-airflow-providers-cncf-kubernetes"

# Providers that an Airflow installation brings along, and since when: a place in them is as good as one in Airflow.
BUNDLED: dict[str, tuple[tuple[Version, Version], ...]] = {
    "apache-airflow-providers-standard": (((0,), (3, 0)),),
    "apache-airflow-providers-common-sql": (((0,), (2, 4)), ((1, 24), (3, 0))),
    "apache-airflow-providers-smtp": (((0,), (3, 0)),),
}

# What is another thing under its new name: an import alone can't move it.
OTHER_SHAPE = (
    "kubernetes.client.models.",
    "airflow.providers.cncf.kubernetes.utils.pod_manager.Pod",
    "airflow.providers.cncf.kubernetes.kubernetes_helper_functions.add_unique_suffix",
    "airflow.sdk.TaskGroup",
)
SUBDAG = "airflow.operators.subdag"

# The record is careful because of Airflow 1.10's own class; every class that these names meant since 2.0 is the same.
SAME_SINCE_2 = (
    "airflow.operators.python_operator.BranchPythonOperator",
    "airflow.operators.python_operator.ShortCircuitOperator",
    "airflow.kubernetes.kubernetes_helper_functions.create_pod_id",
)
# 1.10's class took other arguments than the class which the first step names.
CHANGED_AT_FIRST_STEP = ("airflow.contrib.operators.kubernetes_pod_operator.KubernetesPodOperator",)

WITHOUT_POD_TEMPLATE = "describe the pod in a pod template file and a `pod_override`"
FIELD_BY_FIELD = "build the kubernetes model in its place, field by field"
HELP = {
    "airflow.contrib.kubernetes.worker_configuration.WorkerConfiguration": WITHOUT_POD_TEMPLATE,
    "airflow.kubernetes.worker_configuration.WorkerConfiguration": WITHOUT_POD_TEMPLATE,
    "airflow.kubernetes.refresh_config.RefreshConfiguration": "the provider's hooks refresh credentials by themselves",
    "airflow.providers.cncf.kubernetes.backcompat.backwards_compat_converters.convert_resources": (
        "pass a `V1ResourceRequirements` as `container_resources`"
    ),
    "airflow.providers.cncf.kubernetes.pod_generator_deprecated.PodGenerator": "build a `V1Pod`",
    "airflow.models.operator.Operator": "annotate with `BaseOperator | MappedOperator`",
    "airflow.utils.dates.date_range": "build the list with `pendulum.interval(start, end).range(...)`",
    "airflow.utils.dates.days_ago": (
        'write a fixed start such as `pendulum.datetime(2024, 1, 1, tz="UTC")`, '
        'or `pendulum.today("UTC").add(days=-n)` to keep the moving one'
    ),
    "airflow.utils.dates.infer_time_unit": "nothing takes its place",
    "airflow.utils.dates.parse_execution_date": "parse with `pendulum.parse(...)`",
    "airflow.utils.dates.round_time": "round with pendulum, for example `value.start_of('hour')`",
    "airflow.utils.dates.scale_time_units": "nothing takes its place",
    "airflow.utils.decorators.apply_defaults": "delete the decorator: operators apply default_args by themselves",
    "airflow.utils.file.mkdirs": "call `pathlib.Path(path).mkdir(mode=..., parents=True, exist_ok=True)`",
    "airflow.utils.module_loading.import_string": "use `importlib.import_module` and `getattr`",
    "airflow.utils.timezone.make_aware": "call `pendulum.instance(value, tz=...)` or `value.replace(tzinfo=...)`",
}

# Names that were never public, and yet imported: the wheels say from which release on they are missing. Each is
# (module below the provider, name, the first release read that lacks it, its place below the provider, change, advice).
BELOW = "airflow.providers.cncf.kubernetes."
UNIQUE_ID = "kubernetes_helper_functions:create_unique_id"
INTERNAL = "it was internal to the provider, and nothing takes its place"
UNRECORDED: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("executors.kubernetes_executor", "KUBERNETES_EXECUTOR", "10.4.3", "", "same", 'write `"KubernetesExecutor"`'),
    ("executors.kubernetes_executor_utils", "create_pod_id", "8.3.0", UNIQUE_ID, "same", ""),
    ("executors.kubernetes_executor_utils", "get_kube_client", "10.25.0", "kube_client:get_kube_client", "same", ""),
    (
        "executors.local_kubernetes_executor", "KubernetesExecutor", "10.12.4",
        "executors.kubernetes_executor:KubernetesExecutor", "same", "",
    ),
    ("hooks.kubernetes", "should_retry_creation", "10.11.0", "", "same", INTERNAL),
    ("kubernetes_helper_functions", "should_retry_creation", "10.11.0", "", "same", INTERNAL),
    ("operators.pod", "Secret", "7.10.0", "secret:Secret", "same", ""),
    ("operators.pod", "add_pod_suffix", "8.1.1", "kubernetes_helper_functions:add_unique_suffix", "shape", ""),
    ("operators.pod", "create_pod_id", "8.1.1", UNIQUE_ID, "same", ""),
    ("operators.resource", "should_retry_creation", "10.11.0", "", "same", INTERNAL),
    ("pod_generator", "PodDefaults", "8.2.0", "utils.xcom_sidecar:PodDefaults", "arguments", ""),
    ("pod_generator", "PodDefaultsDeprecated", "10.0.1", "utils.xcom_sidecar:PodDefaults", "arguments", ""),
    ("pod_generator", "PodGeneratorDeprecated", "10.0.1", "", "same", "build a `V1Pod`"),
    ("pod_generator", "add_pod_suffix", "8.3.0", "kubernetes_helper_functions:add_unique_suffix", "shape", ""),
    ("pod_generator", "rand_str", "10.0.1", "kubernetes_helper_functions:rand_str", "arguments", ""),
    ("template_rendering", "create_pod_id", "8.3.0", UNIQUE_ID, "same", ""),
    ("operators.job", "PodNotFoundException", "10.18.0", "utils.pod_manager:PodNotFoundException", "same", ""),
    ("operators.pod", "PodOperatorHookProtocol", "10.9.0", "hooks.kubernetes:PodOperatorHookProtocol", "same", ""),
    ("utils.pod_manager", "PodOperatorHookProtocol", "10.9.0", "hooks.kubernetes:PodOperatorHookProtocol", "same", ""),
    ("utils.pod_manager", "container_is_succeeded", "10.9.0", "utils.container:container_is_succeeded", "same", ""),
    (
        "utils.pod_manager", "get_container_termination_message", "10.9.0",
        "utils.container:get_container_termination_message", "same", "",
    ),
    ("utils.pod_manager", "get_kube_client", "6.1.0", "kube_client:get_kube_client", "same", ""),
    ("utils.pod_manager", "should_retry_start_pod", "10.11.0", "", "same", INTERNAL),
)  # fmt: skip
PLACES_SINCE = {
    "kubernetes_helper_functions": (8, 0, 0),
    "utils.xcom_sidecar": (1, 2, 0),
    "hooks.kubernetes": (10, 9, 0),
    "utils.container": (10, 9, 0),
}

# Names that an old module only imported for itself, and that people imported from there all the same: (module, the
# version that certainly took it, names). Each name means the same wherever it stood; ELSEWHERE says where it is.
CONVERTERS = (
    "convert_affinity convert_configmap convert_env_vars convert_image_pull_secrets convert_pod_runtime_info_env "
    "convert_port convert_toleration convert_volume convert_volume_mount"
)
ONLY_IMPORTED: tuple[tuple[str, Since, str], ...] = (
    ("airflow.contrib.kubernetes.pod", ("airflow", (2, 0)), "Secret Volume VolumeMount"),
    ("airflow.contrib.operators.kubernetes_pod_operator", ("airflow", (3, 0)), "Resources"),
    ("airflow.contrib.operators.sftp_operator", ("airflow", (3, 0)), "SFTPOperation"),
    ("airflow.contrib.sensors.aws_sqs_sensor", ("airflow", (3, 0)), "SQSHook"),
    ("airflow.executors.celery_kubernetes_executor", ("airflow", (3, 0)), "KubernetesExecutor"),
    ("airflow.executors.kubernetes_executor", ("airflow", (3, 0)), "PodGenerator annotations_to_key get_kube_client"),
    ("airflow.executors.kubernetes_executor", ("airflow", (3, 0)), "PodLauncher create_pod_id"),
    ("airflow.executors.local_kubernetes_executor", ("airflow", (3, 0)), "KubernetesExecutor"),
    ("airflow.kubernetes.pod", ("airflow", (3, 0)), "K8SModel"),
    ("airflow.kubernetes.pod_launcher", ("airflow", (3, 0)), "PodGenerator get_kube_client"),
    ("airflow.kubernetes.pod_runtime_info_env", ("airflow", (3, 0)), "K8SModel"),
    ("airflow.kubernetes.volume", ("airflow", (3, 0)), "K8SModel"),
    ("airflow.kubernetes.volume_mount", ("airflow", (3, 0)), "K8SModel"),
    ("airflow.kubernetes.worker_configuration", ("airflow", (2, 0)), "PodGenerator Secret append_to_pod"),
    (BELOW + "backcompat.backwards_compat_converters", ("provider", (5, 0, 0)), "PodRuntimeInfoEnv Port Resources"),
    (BELOW + "backcompat.backwards_compat_converters", ("provider", (5, 0, 0)), "Volume VolumeMount"),
    (BELOW + "operators.kubernetes_pod", ("provider", (10, 0, 0)), "PodRuntimeInfoEnv Secret PodGenerator PodManager"),
    (BELOW + "operators.kubernetes_pod", ("provider", (10, 0, 0)), "PodPhase PodLaunchFailedException KubernetesHook"),
    (BELOW + "operators.kubernetes_pod", ("provider", (10, 0, 0)), CONVERTERS),
    (BELOW + "pod_generator_deprecated", ("provider", (10, 3, 0)), "make_safe_label_value"),
    (BELOW + "pod_launcher_deprecated", ("provider", (10, 0, 0)), "get_kube_client"),
    (BELOW + "utils.pod_launcher", ("provider", (3, 0, 0)), "get_kube_client"),
)
ELSEWHERE: dict[str, tuple[str, str]] = {
    "K8SModel": (BELOW + "k8s_model:K8SModel", "same"),
    **{name: (f"{BELOW}backcompat.backwards_compat_converters:{name}", "same") for name in CONVERTERS.split()},
    "KubernetesHook": (BELOW + "hooks.kubernetes:KubernetesHook", "same"),
    "PodLaunchFailedException": (BELOW + "utils.pod_manager:PodLaunchFailedException", "same"),
    "PodManager": (BELOW + "utils.pod_manager:PodManager", "same"),
    "PodPhase": (BELOW + "utils.pod_manager:PodPhase", "same"),
    "KubernetesExecutor": (BELOW + "executors.kubernetes_executor:KubernetesExecutor", "same"),
    "PodGenerator": (BELOW + "pod_generator:PodGenerator", "arguments"),
    "PodLauncher": (BELOW + "utils.pod_manager:PodManager", "shape"),
    "PodRuntimeInfoEnv": ("kubernetes.client.models:V1EnvVar", "shape"),
    "Port": ("kubernetes.client.models:V1ContainerPort", "shape"),
    "Resources": ("kubernetes.client.models:V1ResourceRequirements", "shape"),
    "SFTPOperation": ("airflow.providers.sftp.operators.sftp:SFTPOperation", "same"),
    "SQSHook": ("airflow.providers.amazon.aws.hooks.sqs:SqsHook", "same"),
    "Secret": (BELOW + "secret:Secret", "same"),
    "Volume": ("kubernetes.client.models:V1Volume", "shape"),
    "VolumeMount": ("kubernetes.client.models:V1VolumeMount", "shape"),
    "annotations_to_key": (BELOW + "kubernetes_helper_functions:annotations_to_key", "same"),
    "append_to_pod": (BELOW + "k8s_model:append_to_pod", "same"),
    "create_pod_id": (BELOW + UNIQUE_ID, "same"),
    "get_kube_client": (BELOW + "kube_client:get_kube_client", "same"),
    "make_safe_label_value": (BELOW + "pod_generator:make_safe_label_value", "same"),
}

# Modules that went as a whole, so that no name of theirs can be imported: in Airflow 3.0 the directories are gone.
GONE_MODULES: tuple[tuple[str, str, str], ...] = (
    ("airflow.contrib", "3.0", "look for it in the provider package of the service that it talks to"),
    ("airflow.kubernetes", "3.0", "the cncf.kubernetes provider has what is left of that package"),
    ("airflow.models.kubernetes", "3.0", "the executor needs no such tables any more"),
)

# Records of modules are derived from those of their names. These modules can still be imported where all the recorded
# names, or only some, are gone; a version here is the one that took the module itself.
MODULES_GONE: dict[str, tuple[Since, ...]] = {
    "airflow.utils.context": (),
    "airflow.utils.file": (),
    "airflow.utils.helpers": (),
    "airflow.executors.local_kubernetes_executor": (("airflow", (3, 0)),),
    "airflow.kubernetes.kubernetes_helper_functions": (("airflow", (3, 0)),),
    "airflow.kubernetes.pod": (("airflow", (3, 0)),),
    "airflow.kubernetes.pod_launcher": (("airflow", (3, 0)),),
    "airflow.kubernetes.pod_launcher_deprecated": (("airflow", (3, 0)),),
    "airflow.kubernetes.pod_runtime_info_env": (("airflow", (3, 0)),),
    "airflow.kubernetes.volume": (("airflow", (3, 0)),),
    "airflow.kubernetes.volume_mount": (("airflow", (3, 0)),),
}
# The import works and yields a module instead of the class: no matter for the annotations that the name is for.
STILL_IMPORTABLE = ("airflow.utils.context.Context",)

# Where all sensors stood until Airflow 1.9; the module that forwarded from there went before 2.0.
SENSORS = "airflow.operators.sensors"
SENSORS_WERE = {
    "BaseSensorOperator": "base_sensor_operator",
    "ExternalTaskSensor": "external_task_sensor",
    "HivePartitionSensor": "hive_partition_sensor",
    "HttpSensor": "http_sensor",
    "MetastorePartitionSensor": "metastore_partition_sensor",
    "S3KeySensor": "s3_key_sensor",
    "SqlSensor": "sql_sensor",
    "TimeDeltaSensor": "time_delta_sensor",
    "TimeSensor": "time_sensor",
    "WebHdfsSensor": "web_hdfs_sensor",
}

# More that ``airflow.operators`` itself handed out before 2.0, by the module that has it.
OPERATORS_WERE = {
    "BranchPythonOperator": "airflow.operators.python_operator",
    "EmailOperator": "airflow.operators.email_operator",
    "LatestOnlyOperator": "airflow.operators.latest_only_operator",
    "ShortCircuitOperator": "airflow.operators.python_operator",
    "SimpleHttpOperator": "airflow.operators.http_operator",
    "TriggerDagRunOperator": "airflow.operators.dagrun_operator",
    **{name: f"airflow.sensors.{module}" for name, module in SENSORS_WERE.items()},
}

# What Airflow 3.0 dropped of what only maintenance DAGs use: (old, its place, advice).
DROPPED_IN_3: tuple[tuple[str, str, str, str], ...] = (
    (
        "module", "airflow.api.common.experimental", "",
        "trigger runs with `TriggerDagRunOperator`, and ask the REST API for the rest",
    ),
    ("symbol", "airflow.models:ImportError", "airflow.models.errors:ParseImportError", ""),
    ("symbol", "airflow.models:SlaMiss", "", "Airflow 3 has no SLAs, so none is missed"),
    ("symbol", "airflow.models:TaskFail", "", "there is no such table any more: ask the task instances"),
)  # fmt: skip

# Modules that no Airflow ever had, though public DAGs import the operator from them: a name of before 2.0 and a place
# of after, or the other way round. They can't be imported on any version.
POD_OPERATOR = "airflow.contrib.operators.kubernetes_pod_operator:KubernetesPodOperator"
NEVER_THERE = (
    "airflow.contrib.operators.kubernetes_pod",
    "airflow.operators.kubernetes_pod",
    "airflow.operators.kubernetes_pod_operator",
    "airflow.providers.cncf.kubernetes.operators.kubernetes_pod_operator",
)

COMMON_SQL = ("airflow.providers.common.sql.operators.sql:SQLExecuteQueryOperator", "airflow", (2, 4), ())
# Where the names went whose forwarding table led to a place that is gone too.
SUCCESSORS: dict[str, tuple[Step, str]] = {
    "airflow.providers.amazon.aws.operators.s3_file_transform:S3FileTransformOperator": (
        (
            "airflow.providers.amazon.aws.operators.s3:S3FileTransformOperator",
            "apache-airflow-providers-amazon",
            (),
            (),
        ),
        "same",
    ),
    "airflow.providers.http.operators.http:SimpleHttpOperator": (
        ("airflow.providers.http.operators.http:HttpOperator", "apache-airflow-providers-http", (), ()),
        "same",
    ),
    "airflow.providers.mysql.operators.mysql:MySqlOperator": (COMMON_SQL, "shape"),
    "airflow.providers.postgres.operators.postgres:PostgresOperator": (COMMON_SQL, "shape"),
    "airflow.providers.sqlite.operators.sqlite:SqliteOperator": (COMMON_SQL, "shape"),
}
SQL_ADVICE = "its connection is named `conn_id`"

_AIRFLOW = re.compile(r"(?:airflow )?(\d+(?:\.\d+)+)")
_PROVIDER = re.compile(r"provider (\d+(?:\.\d+)+)")
_NEED = re.compile(r"([a-z-]+)>=([\d.]+)(?:,<([\d.]+))?")


def version(text: str) -> Version:
    return tuple(int(part) for part in text.split(".") if part)


def versions(text: str | None) -> tuple[Since, ...]:
    """``"provider 10.0.0 (why); airflow 3.0"`` as its versions; remarks in brackets are no versions."""
    found: list[Since] = []
    plain = re.sub(r"\([^()]*\)", "", text or "")
    for part in re.split(r"[;,]", plain + (";airflow 3.0" if "gone in airflow 3.0" in (text or "") else "")):
        part = part.replace("airflow.providers.standard", "")
        if match := _PROVIDER.search(part):
            found.append(("provider", version(match[1])))
        elif match := _AIRFLOW.search(part):
            found.append(("airflow", version(match[1])))
    return tuple(dict.fromkeys(found))


def need(text: str, new: str) -> tuple[str, Version, Version]:
    """The package, the first version and the version that ends it (``()`` when none does) of one place."""
    match = _NEED.match(text)
    if text.startswith("python standard library"):
        return "python", (), ()
    if text.startswith("kubernetes python client"):
        return "client", (), ()
    if match is None:
        return ("client", (), ()) if new.startswith("kubernetes.") else provider_of(new)
    package, since, before = match[1], version(match[2]), version(match[3] or "")
    if package == "airflow":
        return "airflow", since, before
    if package == PROVIDER:
        return "provider", since, before
    airflow = max(first for from_version, first in BUNDLED[package] if since >= from_version)
    return "airflow", airflow, ()


def provider_of(new: str) -> tuple[str, Version, Version]:
    """The package that brings a place for which nobody recorded a version."""
    if not new.startswith("airflow.providers."):
        return "airflow", (), ()
    parts = new.split(".")[2:]
    families = {"apache", "microsoft", "atlassian", "cncf", "common"}
    package = "-".join(["apache-airflow-providers", *(parts[:2] if parts[0] in families else parts[:1])])
    if package == PROVIDER:
        return "provider", (), ()
    if package in BUNDLED:
        return "airflow", BUNDLED[package][0][1], ()
    return package, (), ()


def place(kind: str, dotted: str) -> str:
    """``module:name`` for a symbol; a method of an object keeps its dot (``airflow.configuration:conf.get``)."""
    if kind != "symbol":
        return dotted
    if dotted.startswith("airflow.configuration.conf."):
        return "airflow.configuration:" + dotted.removeprefix("airflow.configuration.")
    module, _, name = dotted.rpartition(".")
    return f"{module}:{name}"


def row(record: dict[str, object]) -> Row:
    kind, old, new = str(record["kind"]), str(record["old"]), record["new"]
    given = record["steps"] or ([{"new": new, "needs": record["needs"]}] if new and record["needs"] else [])
    assert isinstance(given, list)
    steps = tuple((place(kind, step["new"]), *need(step["needs"], step["new"])) for step in given)
    deprecated = versions(str(record["deprecated_in"])) if record["deprecated_in"] else ()
    removed = versions(str(record["removed_in"])) if record["removed_in"] else ()
    if kind == "module" and old in MODULES_GONE:
        removed = MODULES_GONE[old]
    if old in STILL_IMPORTABLE:
        removed = ()
    change = "same" if record["compatible"] or old in SAME_SINCE_2 else "arguments"
    if (not record["compatible"] and new and (str(new) + ".").startswith(OTHER_SHAPE)) or old.startswith(SUBDAG):
        change = "shape"
    if change == "arguments" and old in CHANGED_AT_FIRST_STEP:
        change = "arguments throughout"
    advice = HELP.get(old, FIELD_BY_FIELD if str(new).startswith("kubernetes.client.models.") else "")
    return kind, place(kind, old), deprecated[0] if deprecated else None, removed, steps, change, advice


def shim(record: dict[str, object], known: dict[str, Row], absent: frozenset[str]) -> Row | None:
    """A row of Airflow 2's own forwarding tables, all of which 3.0 dropped; None for what Airflow 3 still forwards."""
    old, new, seen = str(record["old"]), str(record["new"]), record["shim_versions"]
    assert isinstance(seen, list)
    if any(at.startswith("3.") for at in seen) or not new.startswith("airflow.providers."):
        return None
    there = place("symbol", new)
    step: tuple[Step, ...] = ((there, *provider_of(new)),)
    removed: tuple[Since, ...] = (("airflow", (3, 0)),)
    change, advice = "same", ""
    if there in SUCCESSORS:
        successor, change = SUCCESSORS[there]
        step, advice = (successor,), SQL_ADVICE if successor == COMMON_SQL else ""
    elif there in absent:
        step, advice = (), f"`{new}`, its last place, is gone from the newest provider too"
    elif there in known:
        removed += known[there][3]  # forwarding ends when the place goes
        step = known[there][4] or step
    return "symbol", place("symbol", old), ("airflow", (2, 0)), removed, step, change, advice


# Modules whose names went different ways, by the one that most of them took: for code that passes the module on.
MOSTLY: tuple[tuple[str, str, Version, str], ...] = (
    ("airflow.executors.kubernetes_executor", BELOW + "executors.kubernetes_executor", (), "arguments"),
    ("airflow.kubernetes.pod_generator", BELOW + "pod_generator", (), "arguments"),
    ("airflow.kubernetes.pod_generator_deprecated", BELOW + "pod_generator_deprecated", (10, 3, 0), "arguments"),
    ("airflow.kubernetes.secret", BELOW + "secret", (), "same"),
)


def unrecorded(module: str, name: str, gone: str, new: str, change: str, advice: str) -> Row:
    since = PLACES_SINCE.get(new.partition(":")[0], (7, 4, 0))
    step: tuple[Step, ...] = ((BELOW + new, "provider", since, ()),) if new else ()
    return "symbol", f"{BELOW}{module}:{name}", None, (("provider", version(gone)),), step, change, advice


def only_imported() -> list[Row]:
    found: list[Row] = []
    for module, gone, names in ONLY_IMPORTED:
        for name in names.split():
            there, change = ELSEWHERE[name]
            client = there.startswith("kubernetes.")
            since = (8, 0, 0) if there.endswith(UNIQUE_ID) else (7, 4, 0)
            own = there.startswith(BELOW)
            step: Step = (there, "provider", since, ()) if own else (there, *need("", there))
            found.append(
                ("symbol", f"{module}:{name}", None, (gone,), (step,), change, FIELD_BY_FIELD if client else "")
            )
    return found


def sensors(known: dict[str, Row]) -> list[Row]:
    gone: tuple[Since, ...] = (("airflow", (2, 0)),)
    advice = "each sensor has a module of its own"
    found: list[Row] = [("module", SENSORS, None, gone, (), "same", advice)]
    for name, module in SENSORS_WERE.items():
        _, _, _, _, steps, change, advice = known[f"airflow.sensors.{module}:{name}"]
        found.append(("symbol", f"{SENSORS}:{name}", None, gone, steps, change, advice))
    return found


def operators(known: dict[str, Row]) -> list[Row]:
    found: list[Row] = []
    for name, module in OPERATORS_WERE.items():
        _, _, _, _, steps, change, advice = known[f"{module}:{name}"]
        found.append(("symbol", f"airflow.operators:{name}", None, (("airflow", (2, 0)),), steps, change, advice))
    return [entry for entry in found if entry[1] not in known]


def dropped_in_3() -> list[Row]:
    gone: tuple[Since, ...] = (("airflow", (3, 0)),)
    return [
        (kind, old, None, gone, ((new, "airflow", (3, 0), ()),) if new else (), "same", advice)
        for kind, old, new, advice in DROPPED_IN_3
    ]


def never_there(known: dict[str, Row]) -> list[Row]:
    """Gone since before the first version."""
    gone: tuple[Since, ...] = (("airflow", ()),)
    steps = known[POD_OPERATOR][4]
    modules = tuple((there.partition(":")[0], package, since, before) for there, package, since, before in steps)
    found: list[Row] = []
    for old in NEVER_THERE:
        found.append(("module", old, None, gone, modules, "same", ""))
        found.append(("symbol", f"{old}:{POD_OPERATOR.partition(':')[2]}", None, gone, steps, "same", ""))
    return found


def rows() -> list[Row]:
    data = json.loads((RECORDS / "moves.json").read_text(encoding="utf-8"))
    table = [row(record) for record in data["records"]]
    known = {entry[1]: entry for entry in table if entry[0] == "symbol"}
    absent = frozenset(json.loads((RECORDS / "absent.json").read_text(encoding="utf-8"))["absent"])
    shims = [shim(record, known, absent) for record in data["shims"]]
    table += [entry for entry in shims if entry and entry[1] not in known]
    table += [*(unrecorded(*entry) for entry in UNRECORDED), *only_imported()]
    known = {entry[1]: entry for entry in table}
    table += [*sensors(known), *operators(known), *dropped_in_3(), *never_there(known)]
    table += [
        ("module", old, ("airflow", (2, 7)), (("airflow", (3, 0)),), ((new, "provider", (7, 4, 0), end),), change, "")
        for old, new, end, change in MOSTLY
    ]
    table += [
        ("module", name, None, (("airflow", version(at)),), (), "same", advice) for name, at, advice in GONE_MODULES
    ]
    return sorted(table, key=lambda entry: (entry[0], entry[1]))


SUMMARY = """What moved or went, by version.

A row: kind, old place, (package, version) that deprecates it, those that remove it, the places to find it at
instead (place, package, since, before) in the order in which they came, what changes on the way to the last
one, what a person must do. A place is ``module`` or ``module:name``; ``airflow/moves/names.py`` says what the words
mean."""


def text() -> str:
    """The text of ``k8slint/data/airflow_moves.py``."""
    lines = [
        "ROWS: tuple[",
        "    tuple[",
        "        str, str, tuple[str, tuple[int, ...]] | None, tuple[tuple[str, tuple[int, ...]], ...],",
        "        tuple[tuple[str, str, tuple[int, ...], tuple[int, ...]], ...], str, str,",
        "    ],",
        "    ...,",
        "] = (",
    ]
    for entry in rows():
        lines += texts.laid_out(entry)
    return texts.module(SUMMARY, *lines, ")")
