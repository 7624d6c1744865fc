from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Const, Value, get
from k8slint.kube.names import dns_subdomain
from k8slint.kube.pod import Pod
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.rules._wire import items

_SOURCES = (
    ("secret", "secretName", "Secret"),
    ("configMap", "name", "ConfigMap"),
    ("persistentVolumeClaim", "claimName", "PersistentVolumeClaim"),
)


class ImpossibleObjectName(Rule):
    """A pod refers to a Secret, ConfigMap or claim by a name that no object can have.

    Object names consist of lower-case letters, digits, ``-`` and ``.``. The API server doesn't check them in a
    volume or a pull secret, so it accepts the pod, which then waits for an object that can't exist.

    Bad:
        k8s.V1Volume(name="conf", config_map=k8s.V1ConfigMapVolumeSource(name="app_config"))
    Good:
        k8s.V1Volume(name="conf", config_map=k8s.V1ConfigMapVolumeSource(name="app-config"))
    """

    code, since, severity = "KE539", "0.1", WARNING

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        for index, volume in enumerate(pod.volumes):
            path = f"spec.volumes[{index}]"
            for field, name, kind in _SOURCES:
                yield from self._check(get(volume, field, name), kind, f"{path}.{field}.{name}")
            for number, source in enumerate(items(volume, "projected", "sources")):
                for field, kind in (("secret", "Secret"), ("configMap", "ConfigMap")):
                    where = f"{path}.projected.sources[{number}].{field}.name"
                    yield from self._check(get(source, field, "name"), kind, where)
        for index, secret in enumerate(items(pod.value, "spec", "imagePullSecrets")):
            yield from self._check(get(secret, "name"), "Secret", f"spec.imagePullSecrets[{index}].name")

    def _check(self, value: Value, kind: str, path: str) -> Iterator[Violation]:
        match value:
            case Const(value=str(name)) if name and "{{" not in name:
                wrong = dns_subdomain(name)
                if wrong:
                    yield self.violation(
                        value.origin,
                        f"no {kind} can be named `{name}`: {wrong}. The pod never starts",
                        field=path,
                    )
            case _:
                return
