"""Sends the worker pods of some files to a real API server with ``dryRun=All``, so nothing is created."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from k8slint.airflow.pods.merge import effective_pod, is_from_airflow
from k8slint.airflow.pods.sites import Kind, Site, find_sites, for_kubernetes
from k8slint.cluster.live import ClusterError, Refused
from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.values import Absent, Const, Items, Mapping, Origin, Unknown, Value, get
from k8slint.finding import Finding, Severity
from k8slint.kube.client.wire import to_wire
from k8slint.kube.template import TemplateError, open_template
from k8slint.lint.failures import cannot_parse
from k8slint.lint.prefilter import widest
from k8slint.lint.report import FileResult, Report
from k8slint.lint.surroundings import mutation
from k8slint.run import runner
from k8slint.run.discovery import discover
from k8slint.run.targeting import ByPath, targeted
from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_SOURCE, read_regular
from k8slint.source.project import Project
from k8slint.source.syntax import CannotParse, parse
from k8slint.source.text import CannotDecode, decode

if TYPE_CHECKING:
    from k8slint.cluster.live import Cluster
    from k8slint.settings.config import Config

CODE, NAME = "KE839", "refused-by-cluster"
_IMAGE = "k8slint.invalid/unknown:0"  # stands where the image is the scheduler's configuration
_STEPS = re.compile(r"\.?([A-Za-z][A-Za-z0-9]*)|\[([^\]]*)\]")


def verified(paths: tuple[str, ...], config: Config, cluster: Cluster, namespace: str) -> tuple[Report, int]:
    """The server's refusals as findings of the files, and how many pods were tried. Raises UserError and ClusterError."""
    told: list[str] = []
    files, troubles = discover(paths, config, told)
    config, evidence = targeted(config, paths, None)
    template = _template(config)
    of, projects = ByPath(config), dict[int, Project]()
    results: list[FileResult] = []
    tried = 0
    for path in files:
        found: dict[tuple[object, ...], Finding] = {}
        own = of(path)
        project = projects.setdefault(id(own), Project(config.src))
        try:
            data = read_regular(path, MAX_SOURCE)
            if not widest(config).may_matter(data):
                continue
            source = decode(path, data)
            evaluation = evaluate(source, parse(source), project, own.runtime)
        except OSError as error:
            results.append(FileResult(path, (cannot_parse(path, f"the file can't be read: {error.strerror}"),)))
            continue
        except (CannotDecode, CannotParse) as error:
            results.append(FileResult(path, (cannot_parse(path, error.message, error.row, error.column),)))
            continue
        for site, pod in _pods(find_sites(evaluation, own.targets), own, project, path, template):
            tried += 1
            for finding in _refusals(site, pod, cluster, namespace):
                found.setdefault((finding.path, finding.span, finding.message), finding)
        results.append(FileResult(path, tuple(found.values())))
    return (
        Report(
            tuple(results),
            config,
            files=len(files),
            troubles=tuple(troubles),
            notes=tuple(told),
            evidence=evidence,
            source=runner._Sources({}),
            before=runner._Sources({}),
        ),
        tried,
    )


def _template(config: Config) -> Value | None:
    if config.pod_template is None:
        return None
    try:
        return open_template(config.pod_template).value
    except TemplateError as error:
        raise UserError(f"pod-template: {config.pod_template}:{error.row}:{error.column}: {error.message}") from None


def _pods(
    sites: tuple[Site, ...], config: Config, project: Project, path: str, template: Value | None
) -> Iterator[tuple[Site, Value]]:
    """The worker pods that the tasks of a file get, after the hook, each once."""
    hook = mutation(config, project, path)
    for site in sites:
        if site.kind is not Kind.POD_OVERRIDE or site.pod is None or not for_kubernetes(site):
            continue
        wire = to_wire(site.pod, "V1Pod", client=config.targets.client, round_trip=True)
        base = Absent(site.origin) if template is None else template
        pod = effective_pod(wire, base, config.targets, dag=site.dag, task=site.task)
        for _, final in hook.apply(pod) if hook is not None else ((None, pod),):
            yield site, final


def _refusals(site: Site, pod: Value, cluster: Cluster, namespace: str) -> Iterator[Finding]:
    """Post one pod; what the server refuses of it."""
    left_out: list[str] = []
    known = _known(pod, "", left_out)
    body = _postable(known)
    where = get(pod, "metadata", "namespace")
    if isinstance(where, Const) and isinstance(where.value, str) and where.value:
        namespace = where.value
    try:
        cluster.request("POST", f"/api/v1/namespaces/{namespace}/pods", [("dryRun", "All")], body)
    except Refused as refused:
        if "cannot create resource" in refused.message:
            raise ClusterError(f"{cluster.host}: not allowed to create pods in namespace {namespace}") from None
        if refused.status >= 500:
            raise ClusterError(f"{cluster.host} answers {refused.status} when asked for a pod") from None
        yield from _findings(site, known, refused, left_out)


def _findings(site: Site, pod: Value, refused: Refused, left_out: list[str]) -> Iterator[Finding]:
    details = refused.body.get("details")
    causes = details.get("causes") if isinstance(details, dict) else None
    told = False
    for cause in causes if isinstance(causes, list) else ():
        field = str(cause.get("field") or "") if isinstance(cause, dict) else ""
        if not field:
            continue
        told = True
        if any(path.startswith(field) or field.startswith(path) for path in left_out):
            continue  # what was left out because it isn't known
        origin = _place(pod, field)
        if not is_from_airflow(origin):
            yield _finding(site, origin, str(cause.get("message") or ""), field, str(cause.get("reason") or ""))
    if not told:
        message = refused.message
        _, found, rest = message.partition("is forbidden: ")
        message = rest if found else message
        yield _finding(site, _of_message(site, pod, message), message, None, str(refused.body.get("reason") or ""))


def _of_message(site: Site, pod: Value, message: str) -> Origin:
    """Where a refusal belongs that names no field: by the words of the plugins that come with Kubernetes."""
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
    return site.origin


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


def _known(value: Value, path: str, left_out: list[str]) -> Value:
    """The value without what isn't known, whose paths are noted."""
    match value:
        case Mapping(entries=entries):
            kept = {}
            for key, each in entries.items():
                inner = f"{path}.{key}".lstrip(".")
                if isinstance(each, Unknown):
                    left_out.append(inner)
                elif not isinstance(each, Absent) and isinstance(key, str):
                    kept[key] = _known(each, inner, left_out)
            return Mapping(kept, value.origin, True, value.keys)
        case Items(items=items):
            parts = [each for each in items if not isinstance(each, Unknown | Absent)]
            if len(parts) < len(items):
                left_out.append(path)
            return Items(tuple(_known(each, f"{path}[{i}]", left_out) for i, each in enumerate(parts)), value.origin)
        case _:
            return value


def _postable(pod: Value) -> Any:
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
