from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.secret import read_secret
from k8slint.evaluate.values import Const, get
from k8slint.kube.pod import Container
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.rules._wire import items

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


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

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        """Airflow's Secret mounts at its target."""
        secret = read_secret(call)
        if secret is not None and secret.is_volume:
            match secret.deploy_target:
                case Const(value=str(path), origin=at) if path and not _is_windows(path) and _wrong(path):
                    yield self.violation(at, _message(path))

    def check_container(self, container: Container, context: Context) -> Iterator[Violation]:
        for field, name in (("volumeMounts", "mountPath"), ("volumeDevices", "devicePath")):
            for index, mount in enumerate(items(container.get(field))):
                match get(mount, name):
                    case Const(value=str(path), origin=at) if path and not _is_windows(path) and _wrong(path):
                        yield self.violation(
                            at,
                            _message(path),
                            field=f"{container.path}.{field}[{index}].{name}",
                        )
                    case _:
                        continue


def _wrong(path: str) -> bool:
    return not path.startswith("/") or ":" in path


def _message(path: str) -> str:
    effect = "the volume is mounted elsewhere, or the container doesn't start"
    if path.startswith("/"):
        return f"mount path `{path}` contains a colon: {effect}. Remove the colon"
    return f"mount path `{path}` is not absolute: {effect}. Write `/{path.removeprefix('./')}`"


def _is_windows(path: str) -> bool:
    """``C:\\data``, on a Windows node."""
    return len(path) > 2 and path[0].isalpha() and path[1] == ":" and path[2] in "\\/"
