from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Const, Mapping, Model, Value, get
from k8slint.kube.pod import Pod
from k8slint.rules._base import INFO, Context, Rule, Violation


class VolumeWithoutSource(Rule):
    """A volume has a name but no source.

    The API server accepts it silently and creates an empty directory. What should be mounted (a Secret, a claim)
    isn't there, and files written to it are lost with the pod.

    Bad:
        k8s.V1Volume(name="models")
    Good:
        k8s.V1Volume(name="models", empty_dir=k8s.V1EmptyDirVolumeSource())
    """

    code, since, severity = "KE530", "0.1", INFO
    checks = "names"

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        for index, volume in enumerate(pod.volumes):
            if _is_bare(volume) and not _is_another_model(pod, index):
                yield self.violation(
                    volume.origin,
                    "this volume has no source, so it is an empty directory. If you mean that, write `empty_dir`",
                    field=f"spec.volumes[{index}]",
                )


def _is_another_model(pod: Pod, index: int) -> bool:
    """Whether the item is another model, such as a mount, which another rule reports."""
    match get(pod.site.pod, "spec", "volumes", index) if pod.site is not None and pod.site.pod is not None else None:
        case Model(name=name):
            return name != "V1Volume"
        case _:
            return False


def _is_bare(volume: Value) -> bool:
    match volume:
        case Mapping(entries=entries, complete=True) if "name" in entries:
            others = [value for key, value in entries.items() if key != "name"]
            return all(isinstance(value, Const) and value.value is None for value in others)
        case _:
            return False
