"""Imports the files of repositories inside a real Airflow, each in a process of its own, and says how far each gets.

Runs inside an Airflow environment: the arguments are the repositories' folders, stdin has file names, one each line.
Writes one JSON object to stdout, ``{file: outcome}``; ``Outcome`` of ``oracle.public_repositories`` says what is in one.
With ``--meaning`` before the folders, the outcome of a file that imports also has what ``oracle.meaning`` says of its DAGs.

What the environment lacks stands aside, so that Airflow's own names are what decides: modules that neither it nor the
repository has are dummies that take everything (never ``airflow`` or ``kubernetes``, and of ``airflow.providers`` only
providers that aren't installed); Airflow's variables and connections, and variables of the process, have a value. The
files are strangers' code: no network, no other program, no writing outside a temporary folder.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import pickle
import signal
import sys
import tempfile
import traceback
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from oracle.dump_pods import quiet
from oracle.meaning import meaning_of, start_noting

SECONDS = 60  # for one file
OURS = ("airflow", "kubernetes")  # packages that dummies never stand in for
SITE = os.path.dirname(os.path.dirname(importlib.util.find_spec("airflow").origin or ""))  # type: ignore[union-attr]
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.kill")
CHANGING = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.chmod",
    "os.link",
    "os.symlink",
    "os.truncate",
    "shutil.",
)


class AnyClass(type):
    """The class of classes that have every attribute."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return type(name, (Anything,), {})

    def __getitem__(cls, key: Any) -> Any:
        return cls

    def __iter__(cls) -> Iterator[Any]:
        return iter(())


class Anything(metaclass=AnyClass):
    """Stands for a class, a function, a value: whatever is done with it goes well and gives another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return AnyNumber()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        decorated = len(args) == 1 and not kwargs and callable(args[0])
        return args[0] if decorated else AnyNumber()

    def __getitem__(self, key: Any) -> Any:
        return AnyNumber()

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: object) -> None: ...
    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return "1"

    def __int__(self) -> int:
        return 1

    def __len__(self) -> int:
        return 0

    def __fspath__(self) -> str:
        return "1"

    def __add__(self, other: Any) -> Any:
        return other if isinstance(other, str) else self

    __radd__ = __truediv__ = __rtruediv__ = __or__ = __ror__ = __rshift__ = __rrshift__ = __lshift__ = __rlshift__ = (
        __add__
    )


class AnyNumber(Anything, int):
    """What also passes where a number is asked for, as it is of a time span."""

    def __new__(cls, *args: Any, **kwargs: Any) -> AnyNumber:
        return int.__new__(cls, 1)


class DummyModule(ModuleType):
    """A module with every name, each a class that can be called, subclassed or used as a decorator."""

    __path__ = ()  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        value = type(name, (Anything,), {"__module__": self.__name__})
        setattr(self, name, value)
        return value


class Dummies(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds, last of all finders, a dummy for what the repository or a provider imports and nobody else found."""

    def __init__(self, roots: list[str]) -> None:
        self.importers = (*roots, os.path.join(SITE, "airflow", "providers"))

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        top = fullname.partition(".")[0]
        parent = sys.modules.get(fullname.rpartition(".")[0])
        if top in sys.stdlib_module_names or not importer().startswith(self.importers):
            return None  # the other packages try what they can do without
        if top in OURS:
            if not fullname.startswith("airflow.providers.") or belongs_to_installed_provider(fullname):
                return None
        elif parent is not None and getattr(parent, "__file__", None) and not isinstance(parent, DummyModule):
            return None  # a package is there and lacks this module
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return DummyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None: ...


def importer() -> str:
    """The file that asks for the module which is being looked for."""
    frame = sys._getframe(2)
    while frame.f_back is not None and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back
    return frame.f_code.co_filename


def belongs_to_installed_provider(name: str) -> bool:
    parts = name.split(".")
    folders = (os.path.join(SITE, *parts[:length]) for length in range(3, len(parts) + 1))
    return any(os.path.isfile(os.path.join(folder, "get_provider_info.py")) for folder in folders)


def airflow_names(tree: ast.Module) -> list[str]:
    """What a file imports of Airflow, anywhere in it: ``module`` or ``module:name``."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.partition(".")[0] == "airflow"]
        elif isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").partition(".")[0] == "airflow":
            found += [f"{node.module}:{alias.name}" for alias in node.names]
    return found


def resolves(dotted: str) -> bool:
    module, _, name = dotted.partition(":")
    try:
        found = importlib.import_module(module)
        if not name or name == "*" or hasattr(found, name):
            return True
        importlib.import_module(f"{module}.{name}")
    except Exception:  # whatever it raises, it can't be imported
        return False
    return True


def parsed(file: str) -> ast.Module | None:
    try:
        return ast.parse(Path(file).read_bytes())
    except (SyntaxError, ValueError):
        return None


def search_path(file: str, root: str) -> list[str]:
    """Where Airflow, or the repository's own way of running, may find the modules of a repository."""
    found, folder = [], os.path.dirname(file)
    while f"{folder}/".startswith(root):
        found += [folder, *(os.path.join(folder, name) for name in ("dags", "plugins", "config", "src"))]
        folder = os.path.dirname(folder)
    return [folder for folder in dict.fromkeys(found) if os.path.isdir(folder)]


def load(file: str, root: str, environment: dict[str, str], *, with_meaning: bool = False) -> dict[str, Any]:
    """Imports one file, as a module of its package if it lies in one."""
    sys.path[:0] = search_path(file, root)
    os.environ.update(environment)
    os.chdir(root)
    package, folder = [], os.path.dirname(file)
    while os.path.isfile(os.path.join(folder, "__init__.py")) and f"{folder}/" != root:
        package.insert(0, os.path.basename(folder))
        folder = os.path.dirname(folder)
    name = f"dag_{uuid.uuid4().hex}"  # as for the DAG processor, no name that another module of the package may have
    try:
        if package:
            importlib.import_module(".".join(package))
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        module.__package__ = ".".join(package)
        sys.modules[name] = module
        start_noting(name)
        spec.loader.exec_module(module)
    except BaseException as error:  # a DAG file may also leave by SystemExit
        return failure(error, file, root)
    if not with_meaning:
        return {"state": "imports"}
    text = json.dumps(meaning_of(list(vars(module).values())), default=lambda value: type(value).__name__)
    return {"state": "imports", "meaning": json.loads(text)}


def failure(error: BaseException, file: str, root: str) -> dict[str, Any]:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "importlib" not in frame.filename]
    # How far it got is told by the statement of the module: what that calls may stand above it.
    line = next((frame.lineno or 0 for frame in frames if frame.filename == file), 0)
    text = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:300]
    if (
        isinstance(error, KeyError)
        and frames
        and frames[-1].name == "__getitem__"
        and "<frozen os>" in frames[-1].filename
    ):
        return {"state": "other", "error": text, "line": line, "wants": error.args[0]}
    state = "airflow" if about_airflow(error, text, [frame.filename for frame in frames], root) else "other"
    return {"state": state, "error": text, "line": line}


def about_airflow(error: BaseException, text: str, files: list[str], root: str) -> bool:
    """Whether Airflow (or the kubernetes client) refuses what the repository asks it for: a name or an argument."""
    beyond = next((file for file in reversed(files)), "")
    in_airflow = any(part in beyond for part in ("/airflow/", "/kubernetes/", "attrs generated"))
    if isinstance(error, ImportError):
        return (error.name or "").partition(".")[0] in OURS and (beyond.startswith(root) or in_airflow)
    if isinstance(error, AttributeError):
        return in_airflow or "module 'airflow" in text or "airflow." in text
    if isinstance(error, TypeError):
        return in_airflow or "argument" in text
    return in_airflow and type(error).__name__ in ("AirflowException", "ValueError", "ParamValidationError")


def stand_in_for_the_database() -> None:
    """Gives a value to every variable and connection that a file asks Airflow for, by the real signatures."""

    def of_sdk(key: str, default: Any = None, deserialize_json: bool = False) -> Any:
        return default if default is not None else AnyNumber() if deserialize_json else "1"

    def of_models(key: str, default_var: Any = None, deserialize_json: bool = False, **more: Any) -> Any:
        return default_var if isinstance(default_var, str | int | list | dict) else of_sdk(key, None, deserialize_json)

    def connection(*args: Any, **kwargs: Any) -> Any:
        return AnyNumber()

    for module, owner, name, function in (
        ("airflow.sdk", "Variable", "get", of_sdk),
        ("airflow.models.variable", "Variable", "get", of_models),
        ("airflow.sdk", "Connection", "get", connection),
        ("airflow.sdk", "BaseHook", "get_connection", connection),
        ("airflow.models.connection", "Connection", "get_connection_from_secrets", connection),
    ):
        try:
            setattr(getattr(importlib.import_module(module), owner), name, staticmethod(function))
        except (ImportError, AttributeError):
            continue  # not of this Airflow


def confine(writable: str) -> None:
    """Lets the process do no harm from here on. What it may not do fails as if there was no permission."""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN) and event != "socket.__new__":
            raise PermissionError(f"not here: {event}")
        writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes or event.startswith(CHANGING):
            path = args[0] if isinstance(args[0], str) else os.fsdecode(args[0]) if isinstance(args[0], bytes) else ""
            if path and not os.path.abspath(path).startswith((writable, "/dev/")):
                raise PermissionError(f"not here: {event} {path}")

    sys.addaudithook(hook)


def in_child(work: Callable[[], Any], home: str, seconds: int) -> Any:
    """What ``work`` gives in a fork of this process, confined; None when it dies or takes too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(seconds)
        for number in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
        confine(home)
        try:
            with os.fdopen(writing, "wb") as stream:
                pickle.dump(work(), stream)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        written = stream.read()
    os.waitpid(child, 0)
    return pickle.loads(written) if written else None


def attempt(file: str, root: str, home: str, *, with_meaning: bool = False) -> dict[str, Any]:
    """Imports a file anew until it no longer asks for variables of the process that nobody set."""
    environment: dict[str, str] = {}
    while True:
        found = in_child(lambda: load(file, root, environment, with_meaning=with_meaning), home, SECONDS)
        if found is None:
            return {"state": "other", "error": "it died or took too long", "line": 0}
        wanted = found.pop("wants", None)
        if not isinstance(wanted, str) or wanted in environment or len(environment) > 50:
            return dict(found)
        environment[wanted] = "1"


def main() -> None:
    with_meaning = sys.argv[1:2] == ["--meaning"]
    roots = [os.path.realpath(root) + os.sep for root in sys.argv[1 + with_meaning :]]
    files = [file for file in sys.stdin.read().split("\n") if file]
    with tempfile.TemporaryDirectory(prefix="airflow-home-") as home:
        quiet(home)
        warnings.simplefilter("ignore")
        sys.dont_write_bytecode = True
        sys.meta_path.append(Dummies(roots))
        for module in ("airflow", "airflow.sdk", "airflow.models", "kubernetes.client"):
            with contextlib.suppress(ModuleNotFoundError):  # 2.11 has no SDK
                importlib.import_module(module)
        stand_in_for_the_database()
        trees = {file: parsed(file) for file in files}
        names = {file: airflow_names(tree) for file, tree in trees.items() if tree is not None}
        wanted = sorted({name for each in names.values() for name in each})
        alive = {name: resolves(name) for name in wanted}  # here, so that the forks needn't load them each
        gc.freeze()  # a collection in a fork would copy all that was loaded
        results = {}
        for file, tree in trees.items():
            if tree is None:
                results[file] = {"state": "syntax", "error": "SyntaxError", "left": 10**6, "dead": []}
                continue
            root = next(root for root in roots if file.startswith(root))
            found = attempt(file, root, home, with_meaning=with_meaning)
            statements = (node for node in ast.walk(tree) if isinstance(node, ast.stmt))
            after = [node for node in statements if not isinstance(node, ast.Import | ast.ImportFrom)]
            line = found.pop("line", None)
            found["left"] = 0 if line is None else sum(node.lineno > line for node in after)
            found["dead"] = [name for name in names[file] if not alive.get(name)]
            results[file] = found
    json.dump(results, sys.__stdout__ or sys.stdout)


if __name__ == "__main__":
    main()
