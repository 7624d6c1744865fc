"""Which files can import something that moved, told from their bytes alone; imports next to nothing."""

from __future__ import annotations

from k8slint.airflow.moves_data import ROWS
from k8slint.targets import at_least

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from k8slint.targets import Targets, Version

    # The full names that an import must not name, and the modules whose names must be looked at one by one.
    NeedlePlan: TypeAlias = tuple[frozenset[bytes], frozenset[bytes]]

_NAME = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_DOTTED = _NAME | frozenset(b".")


def target_of(package: str, targets: Targets) -> Version | None:
    """The target's version of a package as the rows name it; None for a package that no target states."""
    if package == "airflow":
        return targets.airflow
    if package == "provider":
        return targets.provider
    return targets.client if package == "client" else None


def reached(since: tuple[str, Version], targets: Targets) -> bool:
    """Whether the targets have come to a version: ``("airflow", (3, 0))``."""
    version = target_of(since[0], targets)
    return version is not None and at_least(version, since[1])


def needle_plan(targets: Targets, include_deprecated: bool = False) -> NeedlePlan:
    """What ``may_import_moved`` looks for: names gone on the targets (and going), and the modules that held them."""
    names = set()
    parents = {"airflow"}
    for kind, old, deprecated, removed, _, _, _ in ROWS:
        if kind == "argument":
            continue
        gone = any(reached(since, targets) for since in removed)
        if gone or (include_deprecated and deprecated is not None and reached(deprecated, targets)):
            dotted = old.replace(":", ".")
            names.add(dotted)
            parents.add(dotted.rpartition(".")[0])
    return frozenset(map(str.encode, names)), frozenset(map(str.encode, parents))


def may_import_moved(data: bytes, plan: NeedlePlan) -> bool:
    """False only if a Python file with these bytes names nothing that the plan holds."""
    names, parents = plan
    at = data.find(b"airflow")
    size = len(data)
    while at >= 0:
        end = at + 7
        while end < size and data[end] in _DOTTED:
            end += 1
        dotted = data[at:end].rstrip(b".")
        if dotted in parents and _imports(data, end, dotted, plan):
            return True
        while dotted:
            if dotted in names:
                return True
            dotted = dotted.rpartition(b".")[0]
        at = data.find(b"airflow", end)
    return False


def _imports(data: bytes, at: int, module: bytes, plan: NeedlePlan) -> bool:
    """Whether the text behind the name of a module imports from it what the plan holds, or binds the module itself."""
    names, parents = plan
    rest = data[at : at + 64].lstrip(b" \t\\\r\n\f")
    if not rest.startswith(b"import"):
        return rest.startswith(b"as ") or (module != b"airflow" and data[:at].endswith(b"import " + module))
    start = data.index(b"import", at) + 6
    listed = _listed(data, start)
    return any(
        module + b"." + name in names or (module + b"." + name in parents and name != b"as")
        for name in listed.replace(b",", b" ").replace(b"\\", b" ").split()
    )


def _listed(data: bytes, start: int) -> bytes:
    """The names of an import: up to the closing bracket, or the end of the logical line; without comments."""
    opening = start
    while opening < len(data) and data[opening] in b" \t\\\r\n\f":
        opening += 1
    if data[opening : opening + 1] == b"(":
        end = data.find(b")", opening)
        while end >= 0 and data.rfind(b"#", opening, end) > data.rfind(b"\n", opening, end):
            end = data.find(b")", end + 1)  # that one stood in a comment
        lines = data[opening + 1 : end if end >= 0 else len(data)].replace(b"\r", b"\n").split(b"\n")
        return b" ".join(line.partition(b"#")[0] for line in lines)
    end = start
    while True:
        stops = [at for at in (data.find(b"\n", end), data.find(b"\r", end)) if at >= 0]
        end = min(stops, default=len(data))
        if end == len(data) or data[end - 1 : end] != b"\\":
            return data[start:end].partition(b"#")[0].partition(b";")[0]
        end += 2 if data[end : end + 2] == b"\r\n" else 1
