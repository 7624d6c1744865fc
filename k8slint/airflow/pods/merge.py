"""Airflow's merge of a pod template and a pod_override into the worker pod, by provider version.

Follows ``PodGenerator.construct_pod`` and what it calls (``reconcile_pods``, ``merge_objects``,
``extend_object_field``) in Airflow 2.0 to 2.6 and apache-airflow-providers-cncf-kubernetes 7.4 to 10.25, on values of
which parts may be unknown: a leaf of the result is known only if it is the same whatever the unknown parts are.
"""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from typing import TYPE_CHECKING

from k8slint.airflow import versions
from k8slint.dataclass import dataclass, replace
from k8slint.evaluate.values import Absent, Const, Items, Mapping, Origin, Reason, Unknown, Value, get
from k8slint.patterns import pattern
from k8slint.source.text import Source, Span

if TYPE_CHECKING:
    from k8slint.settings.targets import Targets

AIRFLOW = Origin(Source("<airflow>", ""), Span(0, 0))  # the place of what Airflow itself adds to every worker pod
TEMPLATE = Origin(Source("<pod template>", ""), Span(0, 0))  # the place of what a template that wasn't named may add

_JOINED_IN_CONTAINER = ("volumeMounts", "env", "envFrom", "ports", "volumeDevices")
# Fields that are plain dicts in the client's models: only these are falsy when empty, an empty model object isn't.
_DICT_FIELDS = frozenset({"labels", "annotations", "nodeSelector", "overhead"})
# make_safe_label_value returns such a text as it is.
_SAFE_LABEL = pattern(r"[a-zA-Z0-9](?:[-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?")


@dataclass(frozen=True, slots=True)
class Rules:
    """The differences between versions. Init containers: "replaced", "joined" or "by name"."""

    override_last: bool
    falsy_base_kept: bool
    init_containers: str

    @classmethod
    def of(cls, targets: Targets) -> Rules:
        """The rules of the target's provider and Airflow."""
        if targets.provider >= versions.INIT_CONTAINERS_BY_NAME:
            init_containers = "by name"
        elif targets.airflow >= versions.INIT_CONTAINERS_JOINED:
            init_containers = "joined"
        else:
            init_containers = "replaced"
        return cls(
            override_last=versions.override_wins(targets),
            falsy_base_kept=targets.provider >= versions.FALSY_BASE_KEPT,
            init_containers=init_containers,
        )


def effective_pod(
    override: Value,
    template: Value | None,
    targets: Targets,
    *,
    dag: str | None = None,
    task: str | None = None,
    image: str | None = None,
    mapped: bool = False,
) -> Value:
    """The worker pod that the KubernetesExecutor creates.

    ``override`` is the pod_override as a wire value (``Absent`` when there is none); ``template`` the pod template as
    a wire value, ``Absent`` when there is certainly none, None when it isn't known: whatever it could provide is then
    unknown. ``image`` is the one of the configuration, else that of ``targets``; ``mapped`` says that the task may be mapped,
    so that the pod has a ``map_index``.
    Values that Airflow computes for every run are ``Unknown`` with the origin ``AIRFLOW``.
    """
    rules = Rules.of(targets)
    image = image if image is not None else targets.worker_image or None
    base = _unknown_template() if template is None else template
    dynamic = _dynamic_pod(override, targets, dag, task, image, mapped)
    order = (base, dynamic, override) if rules.override_last else (base, override, dynamic)
    pod = order[0]
    for client in order[1:]:
        pod = reconcile_pods(pod, client, rules)
    return pod


def written_pod(pod: Value, targets: Targets, container_name: str | None = None) -> Value:
    """A pod that may be used in any way, over an unknown base: only what is wrong in every use remains wrong.

    ``container_name`` is the name that the first container gets whatever is written, as KubernetesPodOperator does.
    """
    merged = reconcile_pods(_unknown_template(), pod, Rules.of(targets))
    if container_name is None:
        return merged
    naming = _object(
        {"spec": _object({"containers": Items((_object({"name": Const(container_name, AIRFLOW)}),), AIRFLOW)})}
    )
    return reconcile_pods(merged, naming, Rules.of(targets))


def worker_of(template: Value, targets: Targets) -> Value:
    """The worker pod of a task without a pod_override: what the executor sets itself is no longer the template's.

    A worker without an image gets the one of the configuration, as Airflow's Helm chart does it; else the template's own
    is judged, which counts when nothing is configured.
    """
    template = with_image(template)
    worker = get(template, "spec", "containers", 0)
    if isinstance(worker, Const):
        return template  # no object: the merge itself fails
    has_worker = isinstance(worker, Mapping)
    return effective_pod(Absent(template.origin), template, targets, image="" if has_worker else None)


def with_image(template: Value) -> Value:
    """The same pod, whose worker has an unknown image if it says none: it is configured, or comes from default_args."""
    match template:
        case Mapping(
            entries={
                "spec": Mapping(entries={"containers": Items(items=(Mapping() as worker, *others)) as all_}) as spec
            }
        ):
            if _is_absent(get(worker, "image")):
                pulled = _with(worker, "image", _configured_image())
                return _with(template, "spec", _with(spec, "containers", replace(all_, items=(pulled, *others))))
    return template


def _with(table: Mapping, key: str, value: Value) -> Mapping:
    return replace(table, entries={**table.entries, key: value})


def reconcile_pods(base: Value, client: Value, rules: Rules) -> Value:
    """``client`` merged over ``base``; either may be Absent or unknown."""
    if _is_absent(client) or _is_absent(base) or _both_unknown(base, client):
        return base if _is_absent(client) else client
    base, client = _as_object(base), _as_object(client)
    fields = {
        "spec": _reconcile_specs(get(base, "spec"), get(client, "spec"), rules),
        "metadata": _reconcile_metadata(get(base, "metadata"), get(client, "metadata"), rules),
    }
    return _merge_objects(base, client, fields, rules)


def _reconcile_metadata(base: Value, client: Value, rules: Rules) -> Value:
    if _is_absent(client) or _is_absent(base) or _both_unknown(base, client):
        return base if _is_absent(client) else client
    base, client = _as_object(base), _as_object(client)
    fields = {name: _merge_dicts(get(base, name), get(client, name), rules) for name in ("labels", "annotations")}
    return _merge_objects(base, client, fields, rules)


def _reconcile_specs(base: Value, client: Value, rules: Rules) -> Value:
    if _is_absent(client) or _is_absent(base) or _both_unknown(base, client):
        return base if _is_absent(client) else client
    base, client = _as_object(base), _as_object(client)
    fields = {
        "containers": _reconcile_containers(get(base, "containers"), get(client, "containers"), rules),
        "volumes": _join(get(base, "volumes"), get(client, "volumes"), rules),
    }
    first, second = get(base, "initContainers"), get(client, "initContainers")
    if rules.init_containers == "by name":
        fields["initContainers"] = _reconcile_init_containers(first, second, rules)
    elif rules.init_containers == "joined":
        fields["initContainers"] = _join(first, second, rules)
    return _merge_objects(base, client, fields, rules)


def _reconcile_containers(base: Value, client: Value, rules: Rules) -> Value:
    """Pairs containers by position, never by name. What an open list of the base holds is its start."""
    if _truth(client) is False or _truth(base) is False:
        return _choose(base, client, rules)
    if not isinstance(client, Items):
        return _unknown(client)
    known = base.items if isinstance(base, Items) and client.complete else ()
    base_complete = isinstance(base, Items) and base.complete and client.complete
    merged = []
    for index, container in enumerate(client.items):
        if index < len(known):
            merged.append(_merge_containers(known[index], container, rules))
        else:
            merged.append(container if base_complete else _merge_containers(_open(TEMPLATE), container, rules))
    merged.extend(known[len(client.items) :])
    return Items(tuple(merged), _origin(base, client), complete=base_complete)


def _reconcile_init_containers(base: Value, client: Value, rules: Rules) -> Value:
    """Merges init containers of the same name; the others follow. Names within one list are taken to be distinct."""
    if _truth(client) is False or _truth(base) is False:
        return _choose(base, client, rules)
    if not isinstance(client, Items):
        return _unknown(client)
    if not isinstance(base, Items) or not _names_known(base) or not _names_known(client):
        merged = tuple(_merge_containers(_open(TEMPLATE), container, rules) for container in client.items)
        return Items(merged, _origin(base, client), complete=False)
    names = [_name(container) for container in client.items]
    by_name = dict(zip(names, client.items, strict=True))
    result: list[Value] = []
    matched = set()
    for container in base.items:
        name = _name(container)
        if name in by_name:
            matched.add(name)
            container = _merge_containers(container, by_name[name], rules)
        result.append(container)
    result.extend(item for name, item in zip(names, client.items, strict=True) if name not in matched)
    return Items(tuple(result), _origin(base, client))


def _names_known(containers: Items) -> bool:
    return containers.complete and all(_name(container) is not None for container in containers.items)


def _merge_containers(base: Value, client: Value, rules: Rules) -> Value:
    base, client = _as_object(base), _as_object(client)
    fields = {name: _join(get(base, name), get(client, name), rules) for name in _JOINED_IN_CONTAINER}
    return _merge_objects(base, client, fields, rules)


def _merge_objects(base: Value, client: Value, merged: dict[str, Value], rules: Rules) -> Value:
    """``merge_objects`` on two model objects: a truthy value of the client wins. ``merged`` is settled already."""
    assert isinstance(base, Mapping)
    assert isinstance(client, Mapping)
    entries: dict[str, Value] = {}
    for name in dict.fromkeys((*client.entries, *base.entries)):
        if name not in merged:
            entries[name] = _choose(get(base, name), get(client, name), rules, is_dict=name in _DICT_FIELDS)
    entries.update(merged)
    complete = base.complete and client.complete
    return Mapping(
        {
            name: value
            for name, value in entries.items()
            if _worth_keeping(value, name in base.entries or name in client.entries)
        },
        _origin(base, client),
        complete,
        {**base.keys, **client.keys},
    )


def _worth_keeping(value: Value, was_written: bool) -> bool:
    """Leaves out what is certainly not there, and what is unknown only because an object may hold more."""
    return not _is_absent(value) and (was_written or not isinstance(value, Unknown))


def _choose(base: Value, client: Value, rules: Rules, *, is_dict: bool = False) -> Value:
    """One field that is taken whole: a truthy value of the client, else the base's."""
    client_truth = _truth(client, is_dict=is_dict)
    if client_truth is True or _is_absent(base):
        return client
    if client_truth is None:
        return _unknown(client)
    base_truth = _truth(base, is_dict=is_dict)
    if base_truth is False:
        return base if rules.falsy_base_kept else client
    return base if base_truth or _is_absent(client) else _unknown(base)


def _merge_dicts(base: Value, client: Value, rules: Rules) -> Value:
    """Two plain dicts: every key of both, the client's value wins."""
    if _truth(client, is_dict=True) is False or _truth(base, is_dict=True) is False:
        return _choose(base, client, rules, is_dict=True)
    if _both_unknown(base, client):
        return client
    base, client = _as_object(base), _as_object(client)
    entries = {
        name: get(client, name) if not isinstance(get(client, name), Absent) else value
        for name, value in base.entries.items()
    }
    return Mapping(
        {**entries, **client.entries},
        _origin(base, client),
        base.complete and client.complete,
        {**base.keys, **client.keys},
    )


def _join(base: Value, client: Value, rules: Rules) -> Value:
    """Two lists, the base's items first."""
    if _truth(client) is False or _truth(base) is False:
        return _choose(base, client, rules)
    match base, client:
        case Items(), Items():
            return Items((*base.items, *client.items), _origin(base, client), base.complete and client.complete)
        case _, Items():
            return Items(client.items, _origin(base, client), complete=False)
        case Items(), Unknown():
            return Items(base.items, _origin(base, client), complete=False)
        case _:
            return _unknown(client)


def _truth(value: Value, *, is_dict: bool = False) -> bool | None:
    """Whether Python finds the value true once it is a model's field; None when that can't be known."""
    match value:
        case Absent():
            return False
        case Const(value=constant):
            return bool(constant)
        case Items(items=items, complete=complete):
            return True if items else (False if complete else None)
        case Mapping(entries=entries, complete=complete) if is_dict:
            return True if entries else (False if complete else None)
        case Mapping():
            return True
        case _:
            return None


def _origin(base: Value, client: Value) -> Origin:
    """The place of what was merged: the client's, but what Airflow adds leaves the place to what it is added to."""
    return base.origin if client.origin.source is AIRFLOW.source else client.origin


def _is_absent(value: Value) -> bool:
    return isinstance(value, Absent) or (isinstance(value, Const) and value.value is None)


def _both_unknown(base: Value, client: Value) -> bool:
    """Whether it can't even be known that the result exists."""
    return not isinstance(base, Mapping) and not isinstance(client, Mapping)


def _as_object(value: Value) -> Mapping:
    """A wire object; what is unknown as a whole becomes an object of which nothing is known."""
    return value if isinstance(value, Mapping) else _open(value.origin)


def _unknown(value: Value) -> Unknown:
    return value if isinstance(value, Unknown) else Unknown(Reason.OPERATOR, value.origin)


def _open(origin: Origin) -> Mapping:
    return Mapping({}, origin, complete=False)


def _object(entries: AbstractMapping[str, Value]) -> Mapping:
    return Mapping(entries, AIRFLOW)


def _name(container: Value) -> str | None:
    match get(container, "name"):
        case Const(value=str(name)):
            return name
        case _:
            return None


def _unknown_template() -> Mapping:
    """A template of which only this is known: its first container is the worker."""
    containers = Items((_open(TEMPLATE),), TEMPLATE, complete=False)
    spec = Mapping({"containers": containers}, TEMPLATE, complete=False)
    return Mapping({"metadata": _open(TEMPLATE), "spec": spec}, TEMPLATE, complete=False)


def _dynamic_pod(
    override: Value, targets: Targets, dag: str | None, task: str | None, image: str | None, mapped: bool
) -> Mapping:
    """What the executor computes for one run of one task."""
    identity: dict[str, Value] = {
        "dag_id": _run_value("the DAG's id") if dag is None else Const(dag, AIRFLOW),
        "task_id": _run_value("the task's id") if task is None else Const(task, AIRFLOW),
        "try_number": _run_value("the number of the try"),
        "run_id": _run_value("the run's id"),
        "logical_date" if targets.airflow >= (3, 0) else "execution_date": _run_value("the run's date"),
    }
    if mapped:
        identity["map_index"] = _run_value("the index of a mapped task")
    labels: dict[str, Value] = {
        **{name: _label(name, value) for name, value in identity.items()},
        "airflow-worker": _run_value("the scheduler job's id"),
        "airflow_version": _run_value("Airflow's version"),
        "kubernetes_executor": Const("True", AIRFLOW),
    }
    metadata: dict[str, Value] = {
        "name": _run_value("generated for every run"),
        "namespace": _run_value("[kubernetes_executor] namespace"),
        "annotations": _object(identity),
        "labels": _object(labels),
    }
    marker = {"name": Const("AIRFLOW_IS_K8S_EXECUTOR_POD", AIRFLOW), "value": Const("True", AIRFLOW)}
    container: dict[str, Value] = {
        "name": Const("base", AIRFLOW),
        "args": _run_value("the command that runs the task"),
        "image": _worker_image(override, image),
        "env": Items((_object(marker),), AIRFLOW),
    }
    spec = {"containers": Items((_object(container),), AIRFLOW)}
    return _object({"metadata": _object(metadata), "spec": _object(spec)})


def _label(name: str, value: Value) -> Value:
    """An identity as a label. Airflow hashes what can't stand in one."""
    match value:
        case Const(value=str(text)) if _SAFE_LABEL.fullmatch(text):
            return value
        case _:
            return _run_value(f"derived from {name}")


def _worker_image(override: Value, image: str | None) -> Value:
    """The first container's image of the override, else the configured one, which beats the template's."""
    containers = get(override, "spec", "containers")
    if isinstance(containers, Items) and not containers.complete:
        written: Value = Unknown(Reason.SPLAT, containers.origin)
    else:
        written = get(containers, 0, "image")
    truth = _truth(written)
    if truth is None:
        return _unknown(written)
    if truth:
        return written
    if image is not None:
        return Const(image, AIRFLOW)
    return _configured_image()


def _configured_image() -> Unknown:
    return _run_value("[kubernetes_executor] worker_container_repository and worker_container_tag")


def _run_value(detail: str) -> Unknown:
    return Unknown(Reason.EXTERNAL, AIRFLOW, detail)


def is_from_airflow(origin: Origin) -> bool:
    """Whether a value comes from Airflow or from a default template, and not from the DAG."""
    return origin.source is AIRFLOW.source or origin.source is TEMPLATE.source
