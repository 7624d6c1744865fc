"""Reads pod template files that a DAG names itself, if they are in its repository."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from k8slint.evaluate.values import Absent, Choice, Const, Value, get
from k8slint.kube.client.readback import read_pod
from k8slint.source.text import Source

if TYPE_CHECKING:
    from k8slint.settings.targets import Version
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


def template_under(
    config: Value | None, default: Value | None, read: Callable[[Value], Value | None], client: Version
) -> Value | None:
    """The pod template that the override of an executor_config is merged over, as the client reads it: the one that the
    config names, else ``default``. None where it isn't known. ``read`` gives the template at a path, where it is known."""
    own = None if config is None else get(config, "pod_template_file")
    if own is None or isinstance(own, Absent) or (isinstance(own, Const) and not own.value):
        return default
    named = read(own)
    return None if named is None else read_pod(named, client)
