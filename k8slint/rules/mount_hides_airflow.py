from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Absent, Const, get
from k8slint.kube.pod import Container
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.rules._wire import items

# Where the official image has Airflow (a user installation), its interpreter and the system.
_OCCUPIED = {
    "/": "the whole image",
    "/home/airflow": "Airflow, which the official image has in a folder below it",
    "/home/airflow/.local": "Airflow, which the official image has there",
    "/usr": "the system",
    "/usr/local": "Python",
    "/usr/local/bin": "Python",
    "/usr/bin": "the system's programs",
    "/bin": "the system's programs",
    "/lib": "the system's libraries",
    "/etc": "the system's settings, including its users",
    "/proc": "the kernel's information about processes",
    "/sys": "the kernel's information about the machine",
}


class MountHidesAirflow(Rule):
    """A volume is mounted over a directory that the worker needs.

    A mount hides what the image has at its path. At ``/home/airflow`` or ``/usr/local`` that is Airflow or Python:
    the container starts, can't find the command, and the task fails. Use ``sub_path`` to mount a single file.

    Bad:
        k8s.V1VolumeMount(name="scratch", mount_path="/home/airflow")
    Good:
        k8s.V1VolumeMount(name="scratch", mount_path="/home/airflow/scratch")
    """

    code, since, severity = "KE536", "0.1", WARNING

    def check_worker(self, worker: Container, context: Context) -> Iterator[Violation]:
        if not isinstance(worker.get("image"), Absent):
            return  # another image has other places
        for index, mount in enumerate(items(worker.get("volumeMounts"))):
            match get(mount, "mountPath"):
                case Const(value=str(path), origin=at) if path and (hidden := _OCCUPIED.get(path.rstrip("/") or "/")):
                    yield self.violation(
                        at,
                        f"mounting at `{path}` hides {hidden}. Mount it at another path",
                        field=f"{worker.path}.volumeMounts[{index}].mountPath",
                    )
                case _:
                    continue
