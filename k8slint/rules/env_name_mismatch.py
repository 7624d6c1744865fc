from __future__ import annotations

import ast
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from difflib import SequenceMatcher
from functools import lru_cache

from k8slint.airflow.pods.sites import Use, overrides
from k8slint.dataclass import dataclass
from k8slint.evaluate.values import Absent, Const, Items, Mapping, Origin, Reference, get
from k8slint.kube.pod import Pod
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.source.nodes import nodes_of, walk

FunctionDef = ast.FunctionDef | ast.AsyncFunctionDef
NEAR = 0.9  # how alike two names must be to be the same name with a slip


@dataclass(frozen=True, slots=True)
class _Read:
    """One environment variable that a task's code reads. ``needed`` when there is no default."""

    name: str
    origin: Origin
    needed: bool


class EnvNameMismatch(Rule):
    """A task reads an environment variable whose name differs from the one that its pod defines.

    Environment variable names are case-sensitive: ``os.environ["db_password"]`` raises KeyError when the pod
    defines ``DB_PASSWORD``.

    Bad:
        import os

        from airflow.decorators import task
        from kubernetes.client import models as k8s

        env = [k8s.V1EnvVar(name="DB_HOST", value="db.internal")]
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", env=env)]))

        @task(executor_config={"pod_override": pod})
        def load():
            print(os.environ["db_host"])

        load()
    Good:
        import os

        from airflow.decorators import task
        from kubernetes.client import models as k8s

        env = [k8s.V1EnvVar(name="DB_HOST", value="db.internal")]
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", env=env)]))

        @task(executor_config={"pod_override": pod})
        def load():
            print(os.environ["DB_HOST"])

        load()
    """

    code, since, severity = "KE411", "0.1", WARNING

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        if not _reads_environment(context.evaluation.source.text):
            return
        worker = pod.worker
        if worker is None or not overrides(pod.site):
            return
        env = worker.get("env")
        if not isinstance(env, Items):
            return
        defined = _names(env)
        closed = env.complete and len(defined) == len(env.items) and isinstance(worker.get("envFrom"), Absent)
        for use in pod.site.uses:
            reads = list(_reads(use, context))
            names = {read.name for read in reads}
            for read in reads:
                if read.name in defined:
                    continue
                meant = _meant(read, [name for name in defined if name not in names], closed)
                if meant is not None:
                    why = (
                        ": environment variable names are case-sensitive" if meant.lower() == read.name.lower() else ""
                    )
                    yield self.violation(
                        read.origin,
                        f"the pod defines `{meant}`, not `{read.name}`{why}. Read `{meant}`",
                        related=((defined[meant], "defined here"),),
                    )


@lru_cache(maxsize=1)  # each pod of a file asks
def _reads_environment(text: str) -> bool:
    return "environ" in text or "getenv" in text


def _names(env: Items) -> dict[str, Origin]:
    named = (get(variable, "name") for variable in env.items)
    return {name.value: name.origin for name in named if isinstance(name, Const) and isinstance(name.value, str)}


def _meant(read: _Read, candidates: list[str], closed: bool) -> str | None:
    """The defined name that a read means: equal but for case, or, if nothing else can define it, but for a slip."""
    for name in candidates:
        if name.lower() == read.name.lower():
            return name
    if not closed or not read.needed or len(read.name) < 8:
        return None
    for name in candidates:
        digits = [char for char in name if char.isdigit()] != [char for char in read.name if char.isdigit()]
        if not digits and SequenceMatcher(None, name.lower(), read.name.lower()).ratio() >= NEAR:
            return name
    return None


def _reads(use: Use, context: Context) -> Iterator[_Read]:
    """What the task's own function reads of its environment, as far as the names are known."""
    function = _function(use, context)
    if function is None:
        return
    given = _given(use)
    source = context.evaluation.source
    for name, needed in _names_read(function):
        match name:
            case ast.Constant(value=str(text)):
                yield _Read(text, Origin(source, name), needed)
            case ast.Name(id=parameter) if parameter in given:
                value = given[parameter]
                yield _Read(str(value.value), value.origin, needed)


@lru_cache(maxsize=64)  # tasks share functions
def _names_read(function: FunctionDef) -> tuple[tuple[ast.expr, bool], ...]:
    """The expressions that name what a function reads of its environment; needed or not."""
    found = (_read(node) for node in walk(function))
    return tuple((name, needed) for name, needed in found if name is not None)


def _function(use: Use, context: Context) -> FunctionDef | None:
    call = use.call
    if call is None or use.origin.source is not context.evaluation.source:
        return None
    if isinstance(call.decorates, FunctionDef):
        return call.decorates
    match call.keywords.get("python_callable"):
        case Reference(qualified_name=name):
            wanted = name.rpartition(".")[2]
        case _:
            return None
    return _functions(context.evaluation.tree).get(wanted)


@lru_cache(maxsize=1)  # every pod of a file asks for its functions
def _functions(tree: ast.Module) -> dict[str, FunctionDef | None]:
    """The functions of a file by name; None where a name has several."""
    found: dict[str, FunctionDef | None] = {}
    for node in nodes_of(tree):
        if isinstance(node, FunctionDef):
            found[node.name] = None if node.name in found else node
    return found


def _given(use: Use) -> AbstractMapping[str, Const]:
    """The known texts of op_kwargs, by parameter."""
    match use.call.keywords.get("op_kwargs") if use.call is not None else None:
        case Mapping(entries=entries):
            return {
                name: value
                for name, value in entries.items()
                if isinstance(value, Const) and isinstance(value.value, str) and "{{" not in value.value
            }
        case _:
            return {}


def _read(node: ast.AST) -> tuple[ast.expr | None, bool]:
    """The name's expression in ``os.environ[name]``, ``os.environ.get(name)``, ``os.getenv(name)``; needed or not."""
    match node:
        case ast.Subscript(value=environ, slice=name, ctx=ast.Load()) if _is_environ(environ):
            return name, True
        case ast.Call(func=ast.Attribute(value=environ, attr="get"), args=[name, *default]) if _is_environ(environ):
            return name, not default
        case ast.Call(func=ast.Attribute(value=ast.Name(id="os"), attr="getenv"), args=[name, *default]):
            return name, not default
        case ast.Call(func=ast.Name(id="getenv"), args=[name, *default]):
            return name, not default
        case _:
            return None, False


def _is_environ(node: ast.expr) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="os"), attr="environ") | ast.Name(id="environ"):
            return True
        case _:
            return False
