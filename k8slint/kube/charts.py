"""What a Helm chart's values make of the chart's own pod template: Apache's chart, alone or inside another one as
Astronomer's is, and the community's chart.

The values say only a part: which version of the chart reads them, other values files and ``--set`` aren't in the file.
So every object made here is open, and a list starts or holds what is known and may go on. What a chart's version
decides is left out. Every value has its place in the values file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from k8slint.dataclass import dataclass, field
from k8slint.evaluate.values import Const, Items, Mapping, Origin, Reason, Unknown, Value, get

_EXECUTOR = "KubernetesExecutor"
OF_APACHE = frozenset(
    "affinity airflowHome airflowPodAnnotations airflowVersion apiServer dags data defaultAirflowRepository defaultAirflowTag "
    "env images labels logs nodeSelector podTemplate postgresql redis registry scheduler secret securityContext "
    "securityContexts tolerations triggerer volumeMounts volumes webserver workers".split()
)
OF_COMMUNITY = frozenset(
    "connections dbMigrations extraPipPackages extraVolumeMounts extraVolumes fernetKey image kubernetesPodTemplate pools "
    "users variables".split()
)
# What the pod's spec takes over from `workers`, else from the top of the values.
_INHERITED = ("nodeSelector", "affinity", "tolerations", "topologySpreadConstraints")
# What it takes over from `workers` alone.
_OWN = ("priorityClassName", "hostAliases", "terminationGracePeriodSeconds")
_EXACT = 100_000  # Helm reads numbers as floats, and writes a large one as 1e+06


class ChartPod(NamedTuple):
    """``taken`` names the values that decided something of the pod, ``at`` is the place that says which executor runs."""

    pod: Mapping
    taken: tuple[str, ...]
    at: Origin


def pod_of_values(values: Value) -> ChartPod | None:
    """The pod template that a chart makes of its values; None if they aren't of a chart whose template is known, another
    executor runs, or they hold a template of their own."""
    if not isinstance(values, Mapping) or "kind" in values.entries:
        return None
    inner = (value for value in values.entries.values() if isinstance(value, Mapping))
    charts = [chart for each in (values, *inner) if (chart := _chart(each)) is not None]
    if len(charts) != 1:
        return None
    chart = charts[0]
    if chart.has_another_template():
        return None
    chart.taken.clear()
    pod = chart.pod()
    return ChartPod(pod, tuple(dict.fromkeys(chart.taken)), chart.executor)


def executor_of_values(values: Value) -> Const | None:
    """The executor that a chart's values state; None if they aren't of a known chart, or state none."""
    if not isinstance(values, Mapping) or "kind" in values.entries:
        return None
    inner = (value for value in values.entries.values() if isinstance(value, Mapping))
    stated = [
        each.entries["executor"]
        for each in (values, *inner)
        if "executor" in each.entries and (OF_APACHE | OF_COMMUNITY) & each.entries.keys()
    ]
    match stated:
        case [Const(value=str()) as executor]:
            return executor
    return None


def image_of_values(values: Value) -> Const | None:
    """The image that a chart configures for workers, where its values state repository and tag: it wins over the one of the
    pod template."""
    if not isinstance(values, Mapping) or "kind" in values.entries:
        return None
    inner = (value for value in values.entries.values() if isinstance(value, Mapping))
    images = [chart.worker_image() for each in (values, *inner) if (chart := _chart(each)) is not None]
    match images:
        case [Const(value=str(image)) as found] if "{{" not in image:
            return found
    return None


def _chart(values: Mapping) -> _Apache | _Community | None:
    own = values.entries.get("airflow")
    if isinstance(own, Mapping) and _runs_on_kubernetes(own) and OF_COMMUNITY & own.entries.keys():
        return None if OF_APACHE & own.entries.keys() else _Community(values, own.keys["executor"])
    if _runs_on_kubernetes(values) and OF_APACHE & values.entries.keys():
        return _Apache(values, values.keys["executor"])
    return None


def _runs_on_kubernetes(values: Mapping) -> bool:
    executor = values.entries.get("executor")
    return isinstance(executor, Const) and isinstance(executor.value, str) and _EXECUTOR in executor.value


@dataclass(frozen=True, slots=True)
class _Chart:
    """What both charts' values are read with."""

    values: Mapping
    executor: Origin
    taken: list[str] = field(default_factory=list)

    @property
    def at(self) -> Origin:
        """The place of what the chart writes itself."""
        return self.values.origin

    def stated(self, *path: str) -> Value | None:
        """What the values state; None where the chart's default holds."""
        value: Value = self.values
        for step in path:
            if not isinstance(value, Mapping) or step not in value.entries:
                return None
            value = value.entries[step]
        if isinstance(value, Const) and value.value is None:
            return None
        self.taken.append(".".join(path))
        return value

    def first(self, *paths: tuple[str, ...]) -> Value | None:
        """The first that is stated and not empty, as ``or`` in the chart has it; None if a default may come before it."""
        for path in paths:
            value = self.stated(*path)
            if value is not None and not _is_empty(value):
                return value
        return None

    def is_on(self, *path: str) -> bool:
        """Whether something is stated to be on."""
        value = self.stated(*path)
        return isinstance(value, Const) and value.value is True

    def is_off(self, *path: str) -> bool:
        """Whether something is stated to be off, or isn't mentioned: both charts have it off by default."""
        value = self.stated(*path)
        return value is None or (isinstance(value, Const) and value.value is False)

    def items(self, *path: str) -> tuple[Value, ...]:
        """The items of a list, as far as they are known."""
        value = self.stated(*path)
        return value.items if isinstance(value, Items) else ()

    def text(self, text: str | bool) -> Const:
        return Const(text, self.at)

    def object(self, entries: dict[str, Value | None], origin: Origin | None = None) -> Mapping:
        """An open object of the entries that are known."""
        known = {key: value for key, value in entries.items() if value is not None}
        return Mapping(known, origin or self.at, complete=False)

    def list(self, items: Iterable[Value]) -> Items:
        return Items(tuple(items), self.at, complete=False)

    def merged(self, *paths: tuple[str, ...]) -> Mapping:
        """Mappings merged, of which the first wins."""
        entries: dict[str, Value] = {}
        keys: dict[str, Origin] = {}
        for path in paths:
            value = self.stated(*path)
            if isinstance(value, Mapping):
                entries = {**value.entries, **entries}
                keys = {**value.keys, **keys}
        return Mapping(entries, self.at, complete=False, keys=keys)

    def image(self, *path: str, names: tuple[str, ...] = ("repository", "tag")) -> Value | None:
        """``repository:tag``; None unless both are stated, and no digest is."""
        repository, tag = (self.stated(*path, name) for name in names)
        match repository, tag:
            case Const(value=str(name)), Const(value=str() | int() as version) if not isinstance(version, bool):
                digest = self.stated(*path, "digest")
                return Const(f"{name}:{version}", repository.origin) if digest is None else None
        return None

    def claim(self, *path: str) -> Mapping:
        return self.object({"claimName": self.stated(*path, "persistence", "existingClaim")})


class _Apache(_Chart):
    def worker_image(self) -> Value | None:
        names = tuple(f"worker_container_{part}" for part in ("repository", "tag"))
        for section in ("kubernetes_executor", "kubernetes"):
            option = ("config", section)
            if any(self.stated(*option, name) for name in names):
                return self.image(*option, names=names)
        return self.image("images", "airflow")

    def has_another_template(self) -> bool:
        return self.first(("podTemplate",)) is not None

    def pod(self) -> Mapping:
        labels = self.merged(("workers", "labels"), ("labels",))
        fixed: dict[str, Value] = {"tier": self.text("airflow"), "component": self.text("worker")}
        metadata: dict[str, Value | None] = {
            "labels": Mapping({**fixed, **labels.entries}, self.at, complete=False, keys=labels.keys),
            "annotations": self.merged(("workers", "podAnnotations"), ("airflowPodAnnotations",)),
        }
        spec: dict[str, Value | None] = {
            "containers": self.list(self._containers()),
            "volumes": self.list(self._volumes()),
            "restartPolicy": self.text("Never"),
            "securityContext": self.first(
                ("workers", "securityContexts", "pod"),
                ("workers", "securityContext"),
                ("securityContexts", "pod"),
                ("securityContext",),
            ),
            "serviceAccountName": self._service_account(),
            "imagePullSecrets": self._pull_secrets(),
        }
        spec |= {name: self.first(("workers", name), (name,)) for name in _INHERITED}
        spec |= {name: self.first(("workers", name)) for name in _OWN}
        init = self.items("workers", "extraInitContainers")
        spec["initContainers"] = self.list(init) if init else None
        if self.stated("workers", "kubernetes") is not None:  # newer charts have what is for these workers only there
            for name in ("securityContext", "serviceAccountName", *_INHERITED, *_OWN):
                spec[name] = None
        made: dict[str, Value | None] = {
            "apiVersion": self.text("v1"),
            "kind": self.text("Pod"),
            "metadata": self.object(metadata),
        }
        return self.object({**made, "spec": self.object(spec)})

    def _containers(self) -> Iterator[Value]:
        of_its_own = self.stated("workers", "kubernetes") is not None
        context = self.first(("workers", "securityContexts", "container"), ("securityContexts", "containers"))
        yield self.object(
            {
                "name": self.text("base"),
                "image": self.image("images", "pod_template"),
                "imagePullPolicy": self.stated("images", "pod_template", "pullPolicy"),
                "resources": None if of_its_own else self.first(("workers", "resources")),
                "securityContext": None if of_its_own else context,
                "env": self.list(self._env()),
                "volumeMounts": self.list(self._mounts()),
            }
        )
        if self.is_off("workers", "kerberosSidecar", "enabled"):
            yield from self.items("workers", "extraContainers")

    def _env(self) -> Iterator[Value]:
        yield self.object({"name": self.text("AIRFLOW__CORE__EXECUTOR")})
        for each in self.items("env"):
            if isinstance(each, Mapping):
                value = each.entries.get("value")
                quoted = None if value is None else _quoted(value)
                yield self.object({"name": each.entries.get("name"), "value": quoted}, each.origin)
        for each in self.items("secret"):
            if isinstance(each, Mapping):
                key = each.entries.get("secretKey", self.text("value"))
                reference = self.object({"name": each.entries.get("secretName"), "key": key}, each.origin)
                source = self.object({"secretKeyRef": reference}, each.origin)
                yield self.object({"name": each.entries.get("envName"), "valueFrom": source}, each.origin)
        for each in self.items("workers", "env"):
            if isinstance(each, Mapping):
                yield self._worker_variable(each)

    def _worker_variable(self, each: Mapping) -> Mapping:
        entries: dict[str, Value | None] = {"name": each.entries.get("name")}
        value = each.entries.get("value")
        if value is not None and not _is_empty(value):
            entries["value"] = _quoted(value)
        else:
            for kind in ("secretKeyRef", "configMapKeyRef"):
                reference = get(each, "valueFrom", kind)
                if isinstance(reference, Mapping):
                    entries["valueFrom"] = self.object({kind: reference}, each.origin)
                    break
        return self.object(entries, each.origin)

    def _home(self, inside: str) -> Value | None:
        home = self.stated("airflowHome")
        match home:
            case Const(value=str(path)):
                return Const(f"{path}/{inside}", home.origin)
        return None

    def _mounts(self) -> Iterator[Value]:
        logs = {"name": self.text("logs"), "mountPath": self._home("logs")}
        yield self.object({**logs, "subPath": self.stated("logs", "persistence", "subPath")})
        config = {"name": self.text("config"), "mountPath": self._home("airflow.cfg")}
        yield self.object({**config, "subPath": self.text("airflow.cfg"), "readOnly": self.text(True)})
        if self.is_on("dags", "gitSync", "enabled") or self.is_on("dags", "persistence", "enabled"):
            yield self.object(
                {
                    "name": self.text("dags"),
                    "mountPath": self.first(("dags", "mountPath")) or self._home("dags"),
                    "subPath": self.stated("dags", "persistence", "subPath"),
                    "readOnly": self.text(True) if self.is_on("dags", "gitSync", "enabled") else None,
                }
            )
        yield from self.items("volumeMounts")
        yield from self.items("workers", "extraVolumeMounts")

    def _volumes(self) -> Iterator[Value]:
        if self.is_on("dags", "persistence", "enabled"):
            yield self.object({"name": self.text("dags"), "persistentVolumeClaim": self.claim("dags")})
        elif self.is_on("dags", "gitSync", "enabled") and self.is_off("dags", "persistence", "enabled"):
            yield self.object({"name": self.text("dags"), "emptyDir": self.object({})})
        if self.is_on("logs", "persistence", "enabled"):
            yield self.object({"name": self.text("logs"), "persistentVolumeClaim": self.claim("logs")})
        else:
            yield self.object({"name": self.text("logs")})
        yield self.object({"name": self.text("config"), "configMap": self.object({})})
        key = self.stated("dags", "gitSync", "sshKeySecret")
        if self.is_on("dags", "gitSync", "enabled") and key is not None and not _is_empty(key):
            yield self.object({"name": self.text("git-sync-ssh-key"), "secret": self.object({"secretName": key})})
        yield from self.items("volumes")
        yield from self.items("workers", "extraVolumes")

    def _service_account(self) -> Value | None:
        if self.is_on("workers", "useWorkerDedicatedServiceAccounts"):
            return None
        return self.first(("workers", "serviceAccount", "name"))

    def _pull_secrets(self) -> Value | None:
        secret = self.first(("registry", "secretName"))
        if secret is None or self.stated("imagePullSecrets") is not None:
            return None
        return self.list((self.object({"name": secret}, secret.origin),))


class _Community(_Chart):
    def worker_image(self) -> Value | None:
        return self.image("airflow", "image")

    def has_another_template(self) -> bool:
        return self.first(("airflow", "kubernetesPodTemplate", "stringOverride")) is not None

    def pod(self) -> Mapping:
        own = ("airflow", "kubernetesPodTemplate")
        secret = self.first(("airflow", "image", "pullSecret"))
        mounts = self.items("airflow", "extraVolumeMounts") + self.items(*own, "extraVolumeMounts")
        base = self.object(
            {
                "name": self.text("base"),
                "image": self.image("airflow", "image"),
                "imagePullPolicy": self.stated("airflow", "image", "pullPolicy"),
                "resources": self.first((*own, "resources")),
                "env": self.list(
                    (
                        self.object(
                            {"name": self.text("AIRFLOW__CORE__EXECUTOR"), "value": self.text("LocalExecutor")}
                        ),
                        *self.items("airflow", "extraEnv"),
                    )
                ),
                "volumeMounts": self.list((*self._dags_mount(), *mounts)),
            }
        )
        init = self.items(*own, "extraInitContainers")
        spec: dict[str, Value | None] = {
            "containers": self.list((base, *self.items(*own, "extraContainers"))),
            "initContainers": self.list(init) if init else None,
            "volumes": self.list(
                (
                    *self._dags_volume(),
                    *self.items("airflow", "extraVolumes"),
                    *self.items(*own, "extraVolumes"),
                )
            ),
            "restartPolicy": self.text("Never"),
            "imagePullSecrets": self.list((self.object({"name": secret}, secret.origin),)) if secret else None,
            "shareProcessNamespace": self.stated(*own, "shareProcessNamespace"),
            "serviceAccountName": self.first(("serviceAccount", "name")),
        }
        for name in (*_INHERITED, "securityContext"):
            default = f"default{name[0].upper()}{name[1:]}"
            spec[name] = self.first((*own, name), ("airflow", default))
        metadata: dict[str, Value | None] = {
            "labels": self.merged((*own, "podLabels")),
            "annotations": self.merged((*own, "podAnnotations")),
        }
        made: dict[str, Value | None] = {
            "apiVersion": self.text("v1"),
            "kind": self.text("Pod"),
            "metadata": self.object(metadata),
        }
        return self.object({**made, "spec": self.object(spec)})

    def _has_dags(self) -> bool:
        return self.is_on("dags", "persistence", "enabled") or (
            self.is_on("dags", "gitSync", "enabled") and self.is_off("dags", "persistence", "enabled")
        )

    def _dags_mount(self) -> Iterator[Value]:
        if self._has_dags():
            yield self.object({"name": self.text("dags-data"), "mountPath": self.stated("dags", "path")})

    def _dags_volume(self) -> Iterator[Value]:
        if self.is_on("dags", "persistence", "enabled"):
            yield self.object({"name": self.text("dags-data"), "persistentVolumeClaim": self.claim("dags")})
        elif self._has_dags():
            yield self.object({"name": self.text("dags-data"), "emptyDir": self.object({})})


def _is_empty(value: Value) -> bool:
    """Whether a Helm template finds a value false."""
    match value:
        case Const(value=plain):
            return not plain
        case Items(items=items):
            return not items
        case Mapping(entries=entries):
            return not entries
    return False


def _quoted(value: Value) -> Value:
    """What ``quote`` makes of a value: a string."""
    match value:
        case Const(value=str()):
            return value
        case Const(value=bool(flag)):
            return Const(str(flag).lower(), value.origin)
        case Const(value=int(number)) if abs(number) < _EXACT:
            return Const(str(number), value.origin)
    return Unknown(Reason.TEMPLATE, value.origin, value.origin.text, "str")
