"""Builds the pod that KubernetesPodOperator and similar operators launch, from the arguments of the call."""

from __future__ import annotations

import ast
import operator
from collections.abc import Collection, Iterator
from collections.abc import Mapping as AbstractMapping
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from k8slint.airflow.pods.attached import with_secrets, with_xcom_sidecar
from k8slint.airflow.pods.merge import AIRFLOW, Rules, reconcile_pods, with_image
from k8slint.dataclass import replace
from k8slint.evaluate.trace import CallRecord
from k8slint.evaluate.values import (
    Absent,
    Choice,
    Const,
    Instance,
    Items,
    Mapping,
    Model,
    Origin,
    Reason,
    Unknown,
    Value,
    get,
)
from k8slint.evaluate.variants import variants
from k8slint.kube.client.schema import camel_case
from k8slint.kube.client.wire import to_wire
from k8slint.source.nodes import nodes_of, walk

if TYPE_CHECKING:
    from k8slint.evaluate.trace import AttributeRecord, Evaluation
    from k8slint.settings.targets import Targets


# KubernetesPodOperator's argument -> the model's field that it becomes: build_pod_request_obj, provider 4 to 10.25.
CONTAINER_ARGUMENTS: AbstractMapping[str, str] = {
    "image": "image",
    "cmds": "command",
    "arguments": "args",
    "ports": "ports",
    "image_pull_policy": "image_pull_policy",
    "container_resources": "resources",
    "volume_mounts": "volume_mounts",
    "env_vars": "env",
    "env_from": "env_from",
    "container_security_context": "security_context",
    "termination_message_policy": "termination_message_policy",
}
SPEC_ARGUMENTS: AbstractMapping[str, str] = {
    "affinity": "affinity",
    "tolerations": "tolerations",
    "node_selector": "node_selector",
    "volumes": "volumes",
    "init_containers": "init_containers",
    "image_pull_secrets": "image_pull_secrets",
    "service_account_name": "service_account_name",
    "automount_service_account_token": "automount_service_account_token",
    "hostnetwork": "host_network",
    "host_aliases": "host_aliases",
    "hostname": "hostname",
    "subdomain": "subdomain",
    "security_context": "security_context",
    "dnspolicy": "dns_policy",
    "dns_config": "dns_config",
    "schedulername": "scheduler_name",
    "priority_class_name": "priority_class_name",
    "runtime_class_name": "runtime_class_name",
    "active_deadline_seconds": "active_deadline_seconds",
    "termination_grace_period": "termination_grace_period_seconds",
}
METADATA_ARGUMENTS: AbstractMapping[str, str] = {
    "labels": "labels",
    "annotations": "annotations",
    "namespace": "namespace",
}

# Further arguments of KubernetesPodOperator, of any provider from 1.2 to 10.25.
_OTHER_POD_ARGUMENTS = frozenset(
    {
        "base_container_name", "base_container_status_polling_interval", "callbacks", "cluster_context",
        "config_file", "configmaps", "container_logs", "container_name_log_prefix_enabled", "deferrable",
        "do_xcom_push", "durable", "full_pod_spec", "get_logs", "in_cluster", "init_container_logs",
        "is_delete_operator_pod", "kubernetes_conn_id", "log_events_on_failure", "log_events_on_startup",
        "log_formatter", "log_pod_spec_on_failure", "logging_interval", "name", "node_selectors",
        "on_finish_action", "on_kill_action", "pod_runtime_info_envs", "pod_template_dict", "pod_template_file",
        "poll_interval", "progress_callback", "random_name_suffix", "reattach_on_restart", "resources",
        "schedule_timeout_seconds", "secrets", "skip_on_exit_code", "startup_check_interval_seconds",
        "startup_timeout_seconds", "trigger_kwargs", "xcom_sidecar_container_security_context",
    }
)  # fmt: skip
# Arguments of every operator, of any Airflow from 2.0 to 3.3.
_OPERATOR_ARGUMENTS = frozenset(
    {
        "allow_nested_operators", "dag", "default_args", "depends_on_past", "doc", "doc_json", "doc_md", "doc_rst",
        "doc_yaml", "email", "email_on_failure", "email_on_retry", "end_date", "execution_timeout", "executor",
        "executor_config", "ignore_first_depends_on_past", "inlets", "logger_name", "map_index_template",
        "max_active_tis_per_dag", "max_active_tis_per_dagrun", "max_retry_delay", "multiple_outputs",
        "on_execute_callback", "on_failure_callback", "on_retry_callback", "on_skipped_callback",
        "on_success_callback", "outlets", "owner", "params", "pool", "pool_slots", "post_execute", "pre_execute",
        "priority_weight", "queue", "render_template_as_native_obj", "retries", "retry_delay",
        "retry_exponential_backoff", "retry_policy", "run_as_user", "sla", "start_date", "task_concurrency",
        "task_display_name", "task_group", "task_id", "trigger_rule", "wait_for_downstream",
        "wait_for_past_depends_before_skipping", "weight_rule",
    }
)  # fmt: skip
POD_ARGUMENTS = frozenset({*CONTAINER_ARGUMENTS, *SPEC_ARGUMENTS, *METADATA_ARGUMENTS, *_OTHER_POD_ARGUMENTS})
ALL_ARGUMENTS = POD_ARGUMENTS | _OPERATOR_ARGUMENTS

_RENDERED_STRUCTURES = frozenset(
    {
        "annotations", "arguments", "cmds", "container_resources", "env_from", "env_vars", "labels", "node_selector",
        "volume_mounts", "volumes",
    }
)  # fmt: skip

_POD_FIELDS = frozenset({*CONTAINER_ARGUMENTS, *SPEC_ARGUMENTS, *METADATA_ARGUMENTS, "full_pod_spec"})
OPERATORS = ("KubernetesPodOperator", "GKEStartPodOperator", "GKEPodOperator", "EksPodOperator")
_BASES = ("full_pod_spec", "pod_template_file", "pod_template_dict")  # pods that the arguments are merged over
_ADDS_VOLUMES = ("secrets", "do_xcom_push")


def launches_pods(call: CallRecord) -> bool:
    """Whether a call makes a KubernetesPodOperator or a relative, or decorates with ``@task.kubernetes``.

    ``.expand()`` makes several: what it is given is a list of arguments, not an argument.
    """
    if call.qualified_name.endswith((".expand", ".expand_kwargs")):
        return False
    name = call.qualified_name.removesuffix(".__init__").removesuffix(".partial")
    return any(each.endswith(OPERATORS) for each in (name, *call.bases)) or name.endswith(
        (".task.kubernetes", ".kubernetes_task")
    )


def is_exact(call: CallRecord) -> bool:
    """Whether it is the provider's own class, called with arguments that are all known."""
    return call.complete and call.qualified_name.startswith("airflow.") and call.qualified_name.endswith(OPERATORS)


def argument_pods(call: CallRecord, evaluation: Evaluation) -> Iterator[tuple[str | None, Model]]:
    """The pod that the arguments make, one for each alternative: ``(condition, V1Pod)``.

    Nothing when no argument says anything of the pod. Everything that isn't an argument stays unknown, since it may
    come from default_args, a subclass or a template; except that the list of volumes is complete when nothing else
    can add to it, so that a mount without a volume is seen.
    """
    named = {
        name
        for name in call.keywords
        if name in CONTAINER_ARGUMENTS or name in SPEC_ARGUMENTS or name in METADATA_ARGUMENTS
    }
    if not named:
        return
    whole = Mapping({name: call.keywords[name] for name in sorted(named)}, call.origin)
    native = may_render_natively(evaluation)
    for when, arguments in variants(whole):
        if isinstance(arguments, Mapping):
            if native:
                arguments = replace(arguments, entries=rendered_natively(arguments.entries))
            yield when, _pod(call, arguments, _volumes_known(call, evaluation))


@lru_cache(maxsize=1)  # each of thousands of calls asks
def may_render_natively(evaluation: Evaluation) -> bool:
    """Whether a DAG of the file may turn rendered text into lists and dicts (``render_template_as_native_obj``)."""
    for call in evaluation.calls:
        if call.qualified_name.rpartition(".")[2] in ("DAG", "Dag", "dag"):
            match call.keywords.get("render_template_as_native_obj"):
                case None if call.complete:
                    pass
                case Const(value=False):
                    pass
                case _:
                    return True
    return False


def rendered_natively(arguments: AbstractMapping[Any, Value]) -> dict[Any, Value]:
    """Arguments after native rendering: text in the place of a list or dict may be the text of one."""
    return {
        name: Unknown(Reason.TEMPLATE, value.origin)
        if name in _RENDERED_STRUCTURES and isinstance(value, Const) and isinstance(value.value, str)
        else value
        for name, value in arguments.items()
    }


class Rest(Enum):
    """What may be among the arguments of an operator beside those that are known."""

    NOTHING = "nothing"
    ARGUMENTS = "arguments"  # any that isn't given: default_args may hold it
    ANYTHING = "anything"  # a subclass or a decorator may do what it likes


def pod_over(template: Value, call: CallRecord, targets: Targets, rest: Rest) -> Value:
    """The pod that an operator launches: the arguments of ``call`` and the ``rest`` merged over the pod that it takes as a
    template.

    The operator names the container and sets the restart policy; it keeps the name of the template's pod, with a suffix,
    unless it has one of its own. Its ``secrets`` and the sidecar for XComs are attached last.
    """
    if isinstance(get(template, "spec", "containers", 0), Const):
        return template  # no object: the merge itself fails
    given = {
        name: Unknown(Reason.CALL, value.origin) if isinstance(value, Choice) else value
        for name, value in call.keywords.items()
        if name in CONTAINER_ARGUMENTS or name in SPEC_ARGUMENTS or name in METADATA_ARGUMENTS
    }
    arguments = without_jinja(_pod(call, Mapping(given, call.origin), volumes_known=False))
    wire = to_wire(arguments, "V1Pod", client=targets.client, round_trip=False)
    own_name = call.keywords.get("name")
    if own_name is None or (isinstance(own_name, Const) and own_name.value is None):
        name: Value = Absent(AIRFLOW)
    else:
        name = Unknown(Reason.EXTERNAL, AIRFLOW, "the operator's name with a suffix")
    container = call.keywords.get("base_container_name", Const("base", AIRFLOW))
    if rest is Rest.ANYTHING:
        client = _named(wire, container)
    else:
        client = _closed(wire, name, container, given if rest is Rest.ARGUMENTS else None)
    merged = reconcile_pods(template, client, Rules.of(targets))
    attached = with_secrets(merged, call.keywords.get("secrets"), targets.client)
    return with_image(with_xcom_sidecar(attached, call.keywords.get("do_xcom_push")))


def _named(pod: Value, container: Value) -> Value:
    """The operator's own pod with what every KubernetesPodOperator sets."""
    spec, main = get(pod, "spec"), get(pod, "spec", "containers", 0)
    assert isinstance(pod, Mapping)
    assert isinstance(spec, Mapping)
    assert isinstance(main, Mapping)
    containers = Items((replace(main, entries={**main.entries, "name": container}),), AIRFLOW, complete=False)
    fields = {**spec.entries, "containers": containers, "restartPolicy": Const("Never", AIRFLOW)}
    return replace(pod, entries={**pod.entries, "spec": replace(spec, entries=fields)})


def _closed(pod: Value, name: Value, container: Value, given: Collection[str] | None) -> Value:
    """The operator's own pod, in which nothing is that no argument gives. With ``given``, the arguments that aren't among
    these are unknown."""

    def others(names: AbstractMapping[str, str]) -> dict[str, Value]:
        missing = () if given is None else [names[each] for each in names if each not in given]
        return {camel_case(each): Unknown(Reason.EXTERNAL, AIRFLOW, "default_args") for each in missing}

    spec, metadata = get(pod, "spec"), get(pod, "metadata")
    main = get(pod, "spec", "containers", 0)
    assert isinstance(spec, Mapping)
    assert isinstance(metadata, Mapping)
    assert isinstance(main, Mapping)
    named = replace(
        main, entries={**others(CONTAINER_ARGUMENTS), **main.entries, "name": container}, complete=True, origin=AIRFLOW
    )
    fields = {
        **others(SPEC_ARGUMENTS),
        **spec.entries,
        "containers": Items((named,), AIRFLOW),
        "restartPolicy": Const("Never", AIRFLOW),
    }
    volumes = spec.entries.get("volumes")
    if isinstance(volumes, Items):
        fields["volumes"] = replace(volumes, complete=True)
    about = {**others(METADATA_ARGUMENTS), **metadata.entries, **({} if isinstance(name, Absent) else {"name": name})}
    return Mapping(
        {
            "metadata": replace(metadata, entries=about, complete=True, origin=AIRFLOW),
            "spec": replace(spec, entries=fields, complete=True, origin=AIRFLOW),
        },
        AIRFLOW,
    )


def _pod(call: CallRecord, arguments: Mapping, volumes_known: bool) -> Model:
    container = _fields(arguments, CONTAINER_ARGUMENTS)
    if "env" in container:
        container["env"] = _env(container["env"])
    spec = _fields(arguments, SPEC_ARGUMENTS)
    if "image_pull_secrets" in spec:
        spec["image_pull_secrets"] = _pull_secrets(spec["image_pull_secrets"])
    if volumes_known:
        spec.setdefault("volumes", Items((), call.origin))
    elif isinstance(volumes := spec.get("volumes"), Items):
        spec["volumes"] = replace(volumes, complete=False)
    main = Model(
        "V1Container",
        {**container, "name": Const("base", call.origin)},
        call.origin,
        False,
        _keys(call, CONTAINER_ARGUMENTS),
    )
    spec["containers"] = Items((main,), call.origin, complete=False)
    metadata = Model(
        "V1ObjectMeta", _fields(arguments, METADATA_ARGUMENTS), call.origin, False, _keys(call, METADATA_ARGUMENTS)
    )
    return Model(
        "V1Pod",
        {"metadata": metadata, "spec": Model("V1PodSpec", spec, call.origin, False, _keys(call, SPEC_ARGUMENTS))},
        call.origin,
        False,
    )


def attribute_calls(evaluation: Evaluation) -> Iterator[CallRecord]:
    """What is set on operators that launch pods, or on ``self`` in their subclasses: arguments by another way.

    ``self.volumes = [...]`` counts where it stands behind ``super().__init__(...)``, which sets them all, or in a method
    that runs later.
    """
    records = [
        each
        for each in evaluation.attributes
        if each.attribute in _POD_FIELDS
        and isinstance(each.target, Instance)
        and each.origin.source is evaluation.source
    ]
    if not records:
        return
    bases = {
        call.receiver.cls if isinstance(call.receiver, Instance) else call.qualified_name: call.bases
        for call in evaluation.calls
        if call.bases
    }
    too_early = _before_super(evaluation.tree)
    by_target: dict[object, list[AttributeRecord]] = {}
    for record in records:
        if id(record.origin.node) not in too_early:
            by_target.setdefault(record.target.origin.node, []).append(record)
    for given in by_target.values():
        cls = given[0].target.cls if isinstance(given[0].target, Instance) else ""
        yield CallRecord(
            cls,
            (),
            {record.attribute: record.value for record in given},
            {record.attribute: record.value.origin for record in given},
            False,
            given[0].origin,
            given[0].target,
            bases.get(cls, ()),
        )


def _before_super(tree: ast.Module) -> set[int]:
    """The nodes in constructors that come before the call of the base's, or where there is none."""
    found: set[int] = set()
    for function in nodes_of(tree):
        if isinstance(function, ast.FunctionDef) and function.name == "__init__":
            rows = [
                node.lineno
                for node in walk(function)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "__init__"
            ]
            first = max(rows, default=1 << 31)
            found |= {id(node) for node in walk(function) if getattr(node, "lineno", 0) < first}
    return found


def _fields(arguments: Mapping, names: AbstractMapping[str, str]) -> dict[str, Value]:
    return {names[name]: value for name, value in arguments.entries.items() if name in names}


def _keys(call: CallRecord, names: AbstractMapping[str, str]) -> dict[str, Origin]:
    return {names[name]: origin for name, origin in call.keys.items() if name in names}


def _env(value: Value) -> Value:
    """``env_vars`` may be a dict of names and values."""
    match value:
        case Mapping(entries=entries, complete=complete):
            variables = tuple(_variable(name, each, value) for name, each in entries.items())
            return Items(variables, value.origin, complete)
        case _:
            return value


def _variable(name: object, value: Value, env: Mapping) -> Model:
    place = env.keys.get(name, value.origin)
    return Model("V1EnvVar", {"name": Const(name, place), "value": value}, place)


def _pull_secrets(value: Value) -> Value:
    """``image_pull_secrets`` may be a text with commas."""
    match value:
        case Const(value=str(names)):
            models = (
                Model("V1LocalObjectReference", {"name": Const(name, value.origin)}, value.origin)
                for name in names.split(",")
            )
            return Items(tuple(models), value.origin)
        case _:
            return value


def _volumes_known(call: CallRecord, evaluation: Evaluation) -> bool:
    """Whether the pod surely has no other volumes than those in ``volumes=``."""
    if not is_exact(call) or any(name in call.keywords for name in (*_BASES, *_ADDS_VOLUMES)):
        return False
    given = defaulted(evaluation)
    return given is not None and given.isdisjoint((*_BASES, *_ADDS_VOLUMES, "volumes"))


@lru_cache(maxsize=1)
def defaulted(evaluation: Evaluation) -> frozenset[str] | None:
    """The arguments in the ``default_args`` of the file's DAGs and groups; None if not all are known, or there is no DAG."""
    defaults = [default_args(each) for each in evaluation.calls if makes_dag(each)]
    known = [names for names in defaults if names is not None]
    return frozenset().union(*known) if known and len(known) == len(defaults) else None


def makes_dag(call: CallRecord) -> bool:
    """Whether a call makes a DAG or a TaskGroup, or decorates a function to do so."""
    return call.qualified_name.rpartition(".")[2] in ("DAG", "dag", "TaskGroup", "task_group")


def default_args(call: CallRecord) -> Collection[str] | None:
    """The arguments in the ``default_args`` that a call gives, None if they can't all be known."""
    if not call.complete:
        return None
    match call.keywords.get("default_args"):
        case None:
            return ()
        case Mapping(entries=entries, complete=True):
            return entries.keys()
        case _:
            return None


def without_jinja(value: Value) -> Value:
    """The same value with every text that holds Jinja unknown: what it will be is known only when the task runs."""
    if isinstance(value, Const):
        text = value.value
        if isinstance(text, str) and ("{{" in text or "{%" in text):
            return Unknown(Reason.TEMPLATE, value.origin, text, "str")
    elif isinstance(value, Items):
        items = _without_jinja(value.items)
        return value if items is None else replace(value, items=tuple(items))
    elif isinstance(value, Mapping):
        entries = _without_jinja(value.entries.values())
        return value if entries is None else replace(value, entries=dict(zip(value.entries, entries, strict=True)))
    elif isinstance(value, Model):
        known = _without_jinja((*value.fields.values(), *value.positional))
        if known is not None:
            fields = dict(zip(value.fields, known, strict=False))
            return replace(value, fields=fields, positional=tuple(known[len(fields) :]))
    return value


def _without_jinja(values: Collection[Value]) -> list[Value] | None:
    """None if no text holds Jinja: most pods have none, and stay what they are."""
    known = [without_jinja(each) for each in values]
    return None if all(map(operator.is_, known, values)) else known
