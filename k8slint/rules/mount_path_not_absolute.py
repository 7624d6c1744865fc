from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Const, get
from k8slint.kube.pod import Container
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.rules._wire import items


class MountPathNotAbsolute(Rule):
    """A mount path isn't absolute, or contains a colon.

    The API server accepts any string. The container runtime then mounts relative to the container's root, not its
    working directory, or can't start the container.

    Bad:
        k8s.V1VolumeMount(name="data", mount_path="data")
    Good:
        k8s.V1VolumeMount(name="data", mount_path="/data")
    """

    code, since, severity = "KE535", "0.1", WARNING

    def check_container(self, container: Container, context: Context) -> Iterator[Violation]:
        for field, name in (("volumeMounts", "mountPath"), ("volumeDevices", "devicePath")):
            for index, mount in enumerate(items(container.get(field))):
                match get(mount, name):
                    case Const(value=str(path), origin=at) if path and _is_windows(path):
                        continue
                    case Const(value=str(path), origin=at) if path and (not path.startswith("/") or ":" in path):
                        wrong = "contains a colon" if path.startswith("/") else "is not absolute"
                        yield self.violation(
                            at,
                            f"mount path `{path}` {wrong}: it is mounted elsewhere, or the container doesn't start",
                            field=f"{container.path}.{field}[{index}].{name}",
                        )
                    case _:
                        continue


def _is_windows(path: str) -> bool:
    """``C:\\data``, on a Windows node."""
    return len(path) > 2 and path[0].isalpha() and path[1] == ":" and path[2] in "\\/"
