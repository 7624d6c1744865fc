from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Const, Origin, get
from k8slint.kube.names import did_you_mean
from k8slint.kube.pod import Pod
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.rules._nearest import text_instead

_MEDIA = ("Memory", "HugePages")
_MEANT = {"tmpfs": "Memory", "ram": "Memory", "ramdisk": "Memory"}


class UnknownStorageMedium(Rule):
    """An ``empty_dir`` uses a storage medium that doesn't exist.

    The API server accepts any word. The kubelet knows ``Memory``, ``HugePages`` and ``HugePages-<size>``; with any
    other it can't set up the volume, and the pod stays in ContainerCreating.

    Bad:
        k8s.V1Volume(name="shm", empty_dir=k8s.V1EmptyDirVolumeSource(medium="memory"))
    Good:
        k8s.V1Volume(name="shm", empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory"))
    """

    code, since, severity = "KE537", "0.1", WARNING
    fixable = "unsafe"

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        for index, volume in enumerate(pod.volumes):
            match get(volume, "emptyDir", "medium"):
                case Const(value=str(medium), origin=at) if medium and not medium.startswith(_MEDIA):
                    yield self._unknown(at, medium, f"spec.volumes[{index}].emptyDir.medium")
                case _:
                    continue

    def _unknown(self, at: Origin, medium: str, path: str) -> Violation:
        right = _MEANT.get(medium.lower()) or did_you_mean(medium, _MEDIA)
        hint = f"did you mean `{right}`?" if right else "use `Memory` or `HugePages`"
        fix = text_instead(at, right) if right else None
        return self.violation(
            at,
            f"the kubelet doesn't know the storage medium `{medium}`, so the pod never starts: {hint}",
            fix=lambda: fix,
            field=path,
        )
