"""``os.path`` functions and the methods of pathlib paths."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable
from typing import TYPE_CHECKING

from k8slint.evaluate.machine.objects import Arguments, Frame, HeapValue, Library, Object, Opaque, local_path
from k8slint.evaluate.operations.apply import plain_call
from k8slint.evaluate.operations.paths import file_path, join_path, path_like, path_text
from k8slint.evaluate.values import Const, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def os_join(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    """``os.path.join(…)``."""
    if not arguments.positional:
        return interp.unknown(Reason.CALL, frame, node, type="str")
    base, *rest = arguments.positional
    if local_path(base) is not None:
        return join_path(interp, base, rest, frame, node, text=True)
    return plain_call("join", posixpath.join, "str")(interp, arguments, frame, node)


def on_path(function: Callable[[str], str], name: str) -> Library:
    """A function of ``os.path``, for files of the repository and for texts that don't depend on the machine."""

    def apply(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
        value = arguments.get(0, "path")
        path = local_path(value) if value is not None else None
        if path is not None:
            if name == "basename":
                return Const(function(path), frame.origin(node))
            return file_path(interp, function(path), frame, node, text=True)
        if name in ("basename", "dirname", "normpath"):
            return plain_call(name, function, "str")(interp, arguments, frame, node)
        return interp.unknown(Reason.EXTERNAL, frame, node, type="str")

    return apply


def path_method(
    interp: Interpreter, value: Opaque | Object, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue | None:
    """A method of a path, or of the file opened at it; None for others."""
    text = value.path if isinstance(value, Opaque) else path_text(value)
    assert text is not None
    if not arguments.complete:
        return None
    if name in ("resolve", "absolute", "expanduser", "open"):
        return file_path(interp, text, frame, node) if isinstance(value, Opaque) else None
    if name in ("as_posix", "__str__"):
        return (
            file_path(interp, text, frame, node, text=True)
            if isinstance(value, Opaque)
            else Const(text, frame.origin(node))
        )
    if name == "joinpath":
        return join_path(interp, value, arguments.positional, frame, node)
    given = arguments.positional[0] if len(arguments.positional) == 1 else None
    if name in ("with_name", "with_suffix") and type(given) is Const:
        from pathlib import PurePosixPath

        try:
            return path_like(interp, value, str(getattr(PurePosixPath(text), name)(given.value)), frame, node)
        except (TypeError, ValueError):
            return None
    if name in ("read", "read_text") and isinstance(value, Opaque) and value.type != "str":
        content = interp.project.read(text, frame.module.path) if interp.project is not None else None
        if content is not None:
            return Const(content, frame.origin(node))
        return interp.unknown(Reason.EXTERNAL, frame, node, type="str")
    return None
