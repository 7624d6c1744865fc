"""Paths: files of the repository, whose absolute names where Airflow runs aren't known, and POSIX paths made of texts."""

from __future__ import annotations

import ast
import os
import posixpath
from collections.abc import Callable
from typing import TYPE_CHECKING

from k8slint.evaluate.heap import Arguments, Frame, H, Object, Opaque, Rest, Seq, local_path, text_of
from k8slint.evaluate.python_builtins import plain_call
from k8slint.evaluate.values import Const, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.heap import Library
    from k8slint.evaluate.run import Run

TEXT = "\0text"  # the hidden attribute of a POSIX path


def _located(run: Run, path: str, frame: Frame, node: ast.AST, text: bool = False) -> H:
    return Opaque(
        Reason.EXTERNAL, frame.origin(node), text_of(frame.origin(node)), "str" if text else None, ("file", path), path
    )


def join_path(run: Run, base: H, parts: list[H], frame: Frame, node: ast.AST, text: bool = False) -> H:
    """``base / part``; ``os.path.join(base, …)``."""
    if is_path(base):
        assert isinstance(base, Object)
        return make_path(run, Arguments([base.entries[TEXT], *parts]), frame, node)
    path = local_path(base)
    if path is not None and all(type(part) is Const and isinstance(part.value, str) for part in parts):
        joined = os.path.normpath(os.path.join(path, *(part.value for part in parts)))  # type: ignore[union-attr]
        return _located(run, joined, frame, node, text)
    return run.opaque(base, Reason.EXTERNAL, frame, node, type="str" if text else None)


def os_join(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """``os.path.join(…)``."""
    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node, type="str")
    base, *rest = arguments.positional
    if local_path(base) is not None:
        return join_path(run, base, rest, frame, node, text=True)
    return plain_call("join", posixpath.join, "str")(run, arguments, frame, node)


def on_path(function: Callable[[str], str], name: str) -> Library:
    """A function of ``os.path``, for files of the repository and for texts that don't depend on the machine."""

    def apply(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        value = arguments.get(0, "path")
        path = local_path(value) if value is not None else None
        if path is not None:
            if name == "basename":
                return Const(function(path), frame.origin(node))
            return _located(run, function(path), frame, node, text=True)
        if name in ("basename", "dirname", "normpath"):
            return plain_call(name, function, "str")(run, arguments, frame, node)
        return run.unknown(Reason.EXTERNAL, frame, node, type="str")

    return apply


def make_path(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """``pathlib.Path(…)``."""
    path = local_path(arguments.positional[0]) if arguments.positional else None
    if path is not None:
        rest = arguments.positional[1:]
        return join_path(run, _located(run, path, frame, node), rest, frame, node)
    parts = [
        part.entries[TEXT] if isinstance(part, Object) and is_path(part) else part for part in arguments.positional
    ]
    text = plain_call("Path", _pure, "str")(run, Arguments(parts), frame, node)
    if type(text) is not Const:
        return run.unknown(Reason.EXTERNAL, frame, node)
    made = Object("pathlib.PosixPath", frame.origin(node))
    made.entries[TEXT] = text
    return made


def _pure(*parts: str) -> str:
    from pathlib import PurePosixPath

    return str(PurePosixPath(*parts))


def is_path(value: H) -> bool:
    """Whether a value is a pathlib path made of known texts."""
    return isinstance(value, Object) and TEXT in value.entries


def _text(value: Opaque | Object) -> str | None:
    if isinstance(value, Opaque):
        return value.path if value.type != "str" else None
    text = value.entries[TEXT]
    return str(text.value) if type(text) is Const else None


def _at(run: Run, value: Opaque | Object, path: str, frame: Frame, node: ast.AST) -> H:
    """Another path of the same sort as ``value``."""
    if isinstance(value, Opaque):
        return _located(run, path, frame, node)
    return make_path(run, Arguments([Const(path, frame.origin(node))]), frame, node)


def path_attribute(run: Run, value: Opaque | Object, name: str, frame: Frame, node: ast.AST) -> H | None:
    """``path.parent``, ``path.name`` and the like; None for others."""
    from pathlib import PurePosixPath

    text = _text(value)
    if text is None:
        return None
    path = PurePosixPath(text)
    if name == "parent":
        return _at(run, value, str(path.parent), frame, node)
    if name == "parents":
        places = [_at(run, value, str(parent), frame, node) for parent in path.parents]
        # Above the repository there are other directories where Airflow runs.
        rest: list[H] = [Rest(run.unknown(Reason.EXTERNAL, frame, node))] if isinstance(value, Opaque) else []
        return Seq([*places, *rest], frame.origin(node), "tuple")
    if name in ("name", "stem", "suffix"):
        return Const(getattr(path, name), frame.origin(node))
    return None


def path_method(
    run: Run, value: Opaque | Object, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> H | None:
    """A method of a path, or of the file opened at it; None for others."""
    text = value.path if isinstance(value, Opaque) else _text(value)
    assert text is not None
    if not arguments.complete:
        return None
    if name in ("resolve", "absolute", "expanduser", "open"):
        return _located(run, text, frame, node) if isinstance(value, Opaque) else None
    if name in ("as_posix", "__str__"):
        return (
            _located(run, text, frame, node, text=True)
            if isinstance(value, Opaque)
            else Const(text, frame.origin(node))
        )
    if name == "joinpath":
        return join_path(run, value, arguments.positional, frame, node)
    given = arguments.positional[0] if len(arguments.positional) == 1 else None
    if name in ("with_name", "with_suffix") and type(given) is Const:
        from pathlib import PurePosixPath

        try:
            return _at(run, value, str(getattr(PurePosixPath(text), name)(given.value)), frame, node)
        except (TypeError, ValueError):
            return None
    if name in ("read", "read_text") and isinstance(value, Opaque) and value.type != "str":
        content = run.project.read(text, frame.module.path) if run.project is not None else None
        if content is not None:
            return Const(content, frame.origin(node))
        return run.unknown(Reason.EXTERNAL, frame, node, type="str")
    return None
