from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Const, Value, get
from k8slint.finding import Fix
from k8slint.kube.pod import Pod
from k8slint.rules._base import UNSAFE, WARNING, Context, Rule, Violation, replace
from k8slint.rules._wire import items

# Modes that people write for files with keys in them, without the prefix that makes them octal. Those beyond 511 are
# refused by the API server; of the others only these look like a mode and are none.
_MODES = (400, 440, 444, 500)


class DecimalFileMode(Rule):
    """A file mode is written in decimal, so it means another mode.

    ``400`` is ``0o620``, which lets the group write. The API server accepts it, and a program that requires a
    private key to be private (ssh) rejects the file. Octal numbers start with ``0o``.

    Bad:
        k8s.V1Volume(name="keys", secret=k8s.V1SecretVolumeSource(secret_name="keys", default_mode=400))
    Good:
        k8s.V1Volume(name="keys", secret=k8s.V1SecretVolumeSource(secret_name="keys", default_mode=0o400))
    """

    code, since, severity = "KE531", "0.1", WARNING
    fixable = "unsafe"

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        for index, volume in enumerate(pod.volumes):
            path = f"spec.volumes[{index}]"
            for name in ("secret", "configMap", "downwardAPI", "projected"):
                source = get(volume, name)
                yield from self._check(get(source, "defaultMode"), f"{path}.{name}.defaultMode")
                for number, item in enumerate(items(source, "items")):
                    yield from self._check(get(item, "mode"), f"{path}.{name}.items[{number}].mode")

    def _check(self, mode: Value, path: str) -> Iterator[Violation]:
        match mode:
            case Const(value=int(value)) if value in _MODES and mode.origin.text == str(value):
                right = f"0o{value}"
                yield self.violation(
                    mode.origin,
                    f"decimal `{value}` is file mode {value:#o}: write `{right}`",
                    fix=lambda: Fix(f"write {right}", (replace(mode.origin, right),), UNSAFE),
                    field=path,
                )
            case _:
                return
