"""File paths: files of the repository, and pathlib paths of known strings."""

from __future__ import annotations

import ast
import os
from typing import TYPE_CHECKING

from k8slint.evaluate.machine.objects import Arguments, Frame, HeapValue, Object, Opaque, Rest, Seq, local_path, text_of
from k8slint.evaluate.operations.apply import plain_call
from k8slint.evaluate.values import Const, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def names_path(value: HeapValue) -> bool:
    if isinstance(value, Object):
        return is_path(value)
    return local_path(value) is not None


TEXT = "\0text"  # the hidden attribute of a POSIX path


def file_path(interp: Interpreter, path: str, frame: Frame, node: ast.AST, text: bool = False) -> HeapValue:
    return Opaque(
        Reason.EXTERNAL, frame.origin(node), text_of(frame.origin(node)), "str" if text else None, ("file", path), path
    )


def join_path(
    interp: Interpreter, base: HeapValue, parts: list[HeapValue], frame: Frame, node: ast.AST, text: bool = False
) -> HeapValue:
    """``base / part``; ``os.path.join(base, …)``."""
    if is_path(base):
        assert isinstance(base, Object)
        return make_path(interp, Arguments([base.entries[TEXT], *parts]), frame, node)
    path = local_path(base)
    if path is not None and all(type(part) is Const and isinstance(part.value, str) for part in parts):
        joined = os.path.normpath(os.path.join(path, *(part.value for part in parts)))  # type: ignore[union-attr]
        return file_path(interp, joined, frame, node, text)
    return interp.opaque(base, Reason.EXTERNAL, frame, node, type="str" if text else None)


def make_path(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    """``pathlib.Path(…)``."""
    path = local_path(arguments.positional[0]) if arguments.positional else None
    if path is not None:
        rest = arguments.positional[1:]
        return join_path(interp, file_path(interp, path, frame, node), rest, frame, node)
    parts = [
        part.entries[TEXT] if isinstance(part, Object) and is_path(part) else part for part in arguments.positional
    ]
    text = plain_call("Path", _pure, "str")(interp, Arguments(parts), frame, node)
    if type(text) is not Const:
        return interp.unknown(Reason.EXTERNAL, frame, node)
    made = Object("pathlib.PosixPath", frame.origin(node))
    made.entries[TEXT] = text
    return made


def _pure(*parts: str) -> str:
    from pathlib import PurePosixPath

    return str(PurePosixPath(*parts))


def is_path(value: HeapValue) -> bool:
    """Whether a value is a pathlib path made of known texts."""
    return isinstance(value, Object) and TEXT in value.entries


def path_text(value: Opaque | Object) -> str | None:
    if isinstance(value, Opaque):
        return value.path if value.type != "str" else None
    text = value.entries[TEXT]
    return str(text.value) if type(text) is Const else None


def path_like(interp: Interpreter, value: Opaque | Object, path: str, frame: Frame, node: ast.AST) -> HeapValue:
    """Another path of the same sort as ``value``."""
    if isinstance(value, Opaque):
        return file_path(interp, path, frame, node)
    return make_path(interp, Arguments([Const(path, frame.origin(node))]), frame, node)


def path_attribute(
    interp: Interpreter, value: Opaque | Object, name: str, frame: Frame, node: ast.AST
) -> HeapValue | None:
    """``path.parent``, ``path.name`` and the like; None for others."""
    from pathlib import PurePosixPath

    text = path_text(value)
    if text is None:
        return None
    path = PurePosixPath(text)
    if name == "parent":
        return path_like(interp, value, str(path.parent), frame, node)
    if name == "parents":
        places = [path_like(interp, value, str(parent), frame, node) for parent in path.parents]
        # Above the repository there are other directories where Airflow runs.
        rest: list[HeapValue] = (
            [Rest(interp.unknown(Reason.EXTERNAL, frame, node))] if isinstance(value, Opaque) else []
        )
        return Seq([*places, *rest], frame.origin(node), "tuple")
    if name in ("name", "stem", "suffix"):
        return Const(getattr(path, name), frame.origin(node))
    return None
