"""What a cluster says of a pod that is tried, as findings of the DAG."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from k8slint.airflow.pods.merge import is_from_airflow
from k8slint.evaluate.values import Absent, Const, Items, Mapping, Origin, Unknown, Value, get
from k8slint.finding import Finding, Severity

if TYPE_CHECKING:
    from k8slint.airflow.pods.sites import Site
    from k8slint.cluster.live import Refused
    from k8slint.run.trials import Trial

CODE, NAME = "KE839", "refused-by-cluster"
_IMAGE = "k8slint.invalid/unknown:0"  # stands where the image is the scheduler's configuration
_STEPS = re.compile(r"\.?([A-Za-z][A-Za-z0-9]*)|\[([^\]]*)\]")
_LACKS = ("must specify", "is specified")  # of a quota and a LimitRange: a container lacks a request or limit


def findings(trial: Trial, refused: Refused) -> tuple[list[Finding], bool]:
    """The findings of a refusal, and whether something was left out that may come from what isn't known of the pod."""
    details = refused.body.get("details")
    causes = details.get("causes") if isinstance(details, dict) else None
    named = (
        [each for each in causes if isinstance(each, dict) and each.get("field")] if isinstance(causes, list) else []
    )
    if not named:
        found = _of_whole(trial, refused)
        return ([], True) if found is None else ([found], False)
    made = []
    for cause in named:
        field, kind = str(cause["field"]), str(cause.get("reason") or "")
        origin = _place(trial.pod, field)
        if not is_from_airflow(origin) and not _may_be_ours(trial, field, kind):
            made.append(_finding(trial.site, origin, str(cause.get("message") or ""), field, kind))
    return made, not made


def _may_be_ours(trial: Trial, field: str, kind: str) -> bool:
    """Whether a field is refused only because something of the pod isn't known here, and so wasn't sent."""
    if any(path.startswith(field) or field.startswith(path) for path in trial.left_out):
        return True
    if kind == "FieldValueRequired":
        return any(not path or field.startswith(f"{path}.") or field == path for path in trial.open)
    return kind == "FieldValueNotFound" and any(path in ("", "spec", "spec.volumes") for path in trial.open)


def _of_whole(trial: Trial, refused: Refused) -> Finding | None:
    """The finding of a refusal that names no field; None when the unknown part of the pod may be its cause."""
    message = refused.message
    _, stated, rest = message.partition("is forbidden: ")
    message = rest if stated else message
    origin = _of_message(trial.pod, message)
    lacks = any(words in message for words in _LACKS)
    if _IMAGE.partition("/")[0] in message or (not trial.whole and (origin is None or lacks)):
        return None
    return _finding(trial.site, origin or trial.site.origin, message, None, str(refused.body.get("reason") or ""))


def _of_message(pod: Value, message: str) -> Origin | None:
    """Where a refusal belongs that names no field: by the words of the plugins that come with Kubernetes; None elsewhere."""
    candidates: list[Value] = []
    lowered = message.lower()
    if "service account" in lowered or "serviceaccount" in lowered:
        candidates.append(get(pod, "spec", "serviceAccountName"))
    if "priorityclass" in lowered:
        candidates.append(get(pod, "spec", "priorityClassName"))
    if "runtimeclass" in lowered:
        candidates.append(get(pod, "spec", "runtimeClassName"))
    if "quota" in lowered or "usage per" in lowered:
        candidates.append(get(pod, "spec", "containers", 0, "resources"))
    for value in candidates:
        if isinstance(value, Const | Mapping) and not is_from_airflow(value.origin):
            return value.origin
    return None


def _place(pod: Value, field: str) -> Origin:
    """The innermost known value on the way to a field."""
    value = pod
    for name, key in _STEPS.findall(field):
        step: str | int = name or (int(key) if key.isdigit() else key)
        inner = get(value, step)
        if isinstance(inner, Absent | Unknown):
            break
        value = inner
    return value.origin


def _finding(site: Site, origin: Origin, message: str, field: str | None, kind: str) -> Finding:
    span, lines = origin.span, origin.source.lines
    return Finding(
        CODE,
        NAME,
        Severity.ERROR,
        origin.source.path,
        span,
        lines.position(span.start),
        lines.position(span.end),
        f"the cluster rejects the pod: {' '.join(message.split())}",
        field,
        kind or None,
        site.task,
        site.when,
    )


def postable(pod: Value) -> Any:
    """The pod as JSON that a server takes: with a name, and with an image where Airflow's settings have it."""
    body = _json(pod)
    if not isinstance(body, dict):
        body = {}
    body |= {"apiVersion": "v1", "kind": "Pod"}
    metadata = body.setdefault("metadata", {})
    if isinstance(metadata, dict):
        metadata.pop("namespace", None)
        if not metadata.get("name"):
            metadata["generateName"] = "k8slint-"
    spec = body.get("spec")
    for container in spec.get("containers") or () if isinstance(spec, dict) else ():
        if isinstance(container, dict):
            container.setdefault("image", _IMAGE)
    return body


def _json(value: Value) -> Any:
    match value:
        case Mapping(entries=entries):
            return {key: _json(each) for key, each in entries.items()}
        case Items(items=items):
            return [_json(each) for each in items]
        case Const(value=None | bool() | int() | float() | str() as constant):
            return constant
        case _:
            return None
