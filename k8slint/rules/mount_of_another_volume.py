from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from k8slint.airflow.pods.sites import Kind
from k8slint.evaluate.values import Absent, Const, Items, Value, get
from k8slint.kube.pod import Pod
from k8slint.rules._base import WARNING, Context, Rule, Violation

ALIKE = 0.75
MAX_NAMES = 30  # without a partner on either side; where there are more, likeness says nothing
MAX_NAME = 63  # characters of a volume's name


class MountOfAnotherVolume(Rule):
    """A mount names a volume that its pod doesn't have, while a similar volume is never mounted.

    The pod template may have the volume; if it doesn't, the API server rejects the pod. One unmatched name on each
    side suggests that they were meant to be the same.

    Bad:
        from kubernetes.client import models as k8s

        mount = k8s.V1VolumeMount(name="model-cache", mount_path="/models")
        main = k8s.V1Container(name="base", volume_mounts=[mount])
        volume = k8s.V1Volume(name="models-cache", empty_dir=k8s.V1EmptyDirVolumeSource())
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main], volumes=[volume]))
    Good:
        from kubernetes.client import models as k8s

        mount = k8s.V1VolumeMount(name="model-cache", mount_path="/models")
        main = k8s.V1Container(name="base", volume_mounts=[mount])
        volume = k8s.V1Volume(name="model-cache", empty_dir=k8s.V1EmptyDirVolumeSource())
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main], volumes=[volume]))
    """

    code, since, severity = "KE801", "0.1", WARNING

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        if pod.site is None or pod.site.kind not in (Kind.POD_OVERRIDE, Kind.POD):
            return
        volumes = _names(pod.get("spec", "volumes"))
        if volumes is None:
            return
        used: dict[str, Const] = {}
        for container in pod.all_containers:
            for field in ("volumeMounts", "volumeDevices"):
                mounts = _names(container.get(field))
                if mounts is None:
                    return
                used.update(mounts)
        spare = [name for name in volumes if name not in used]
        without = [name for name in used if name not in volumes]
        if len(spare) > MAX_NAMES or len(without) > MAX_NAMES:
            return
        for name in without:
            for other in spare:
                if max(len(name), len(other)) <= MAX_NAME and _alike(name, other):
                    yield self.violation(
                        used[name].origin,
                        f"the pod has no volume `{name}`, and nothing mounts `{other}`: the API server rejects the pod "
                        f"unless its template has `{name}`. Did you mean `{other}`?",
                        related=((volumes[other].origin, "this volume is never mounted"),),
                    )
                    break


def _names(items: Value) -> dict[str, Const] | None:
    """The names in a list of volumes or mounts; None when some may be unknown."""
    match items:
        case Items(items=each, complete=True):
            named = [get(item, "name") for item in each]
        case Absent():
            return {}
        case _:
            return None
    if not all(isinstance(name, Const) and isinstance(name.value, str) for name in named):
        return None
    return {name.value: name for name in named if isinstance(name, Const)}


def _alike(first: str, second: str) -> bool:
    return first in second or second in first or SequenceMatcher(None, first, second).ratio() >= ALIKE
