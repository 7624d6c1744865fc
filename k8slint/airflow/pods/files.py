"""Reads pod template files that a DAG names itself, if they are in its repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from k8slint.evaluate.values import Choice, Const, Value
from k8slint.source.text import Source

if TYPE_CHECKING:
    from k8slint.source.project import Project

_DAGS = "dags"


class TemplateFiles:
    """Reads templates for one DAG file. One that can't be read, or holds no pod, is not known."""

    def __init__(self, source: Source, project: Project) -> None:
        self._path = source.path
        self._project = project
        self._known: dict[str, Value | None] = {}
        self.sources: set[Source] = set()

    def __call__(self, path: Value) -> Value | None:
        for candidate in self._candidates(path):
            if candidate not in self._known:
                self._known[candidate] = self._read(candidate)
            if self._known[candidate] is not None:
                return self._known[candidate]
        return None

    def _candidates(self, path: Value) -> tuple[str, ...]:
        """Where a file may be: a path made from the DAG file's own is right as it is; one of the deployment that leads
        through its folder of DAGs is looked for in the repository's."""
        if isinstance(path, Choice):
            return ()
        made = getattr(path, "path", None)
        if isinstance(made, str):
            return (made,)
        if not (isinstance(path, Const) and isinstance(path.value, str) and os.path.isabs(path.value)):
            return ()
        _, here, below = path.value.rpartition(f"/{_DAGS}/")
        own = os.path.dirname(os.path.realpath(self._path))
        parts = own.split(os.sep)
        if not here or _DAGS not in parts:
            return (path.value,)
        folder = os.sep.join(parts[: len(parts) - parts[::-1].index(_DAGS)])
        return path.value, os.path.join(folder, below)

    def _read(self, path: str) -> Value | None:
        from k8slint.kube.template import TemplateError, load_template

        text = self._project.read(path, self._path)
        if text is None:
            return None
        try:
            template = load_template(Source(self._project.shown(os.path.realpath(path)), text))
            self.sources.add(template.origin.source)
            return template
        except TemplateError:
            return None
