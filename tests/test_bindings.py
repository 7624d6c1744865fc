"""What names are bound to: imports under their guards, and the uses that mean them."""

from __future__ import annotations

import ast
import textwrap

import pytest

from k8slint.source.bindings import GuardKind, Imported, dotted_name, index


def found(code: str, local: str | None = None) -> Imported:
    bound = index(ast.parse(textwrap.dedent(code)))
    return next(one for one in bound.imports if local in (None, one.local))


def uses(code: str, local: str) -> list[str]:
    tree = ast.parse(textwrap.dedent(code))
    bound = index(tree)
    one = next(imported for imported in bound.imports if imported.local == local)
    return [use.dotted for use in bound.uses(one)]


@pytest.mark.parametrize(
    ("code", "local", "dotted", "level"),
    [
        ("import a", "a", "a", 0),
        ("import a.b.c", "a", "a.b.c", 0),
        ("import a.b.c as d", "d", "a.b.c", 0),
        ("from a.b import c", "c", "a.b.c", 0),
        ("from a.b import c as d", "d", "a.b.c", 0),
        ("from a.b import *", "", "a.b", 0),
        ("from . import c", "c", ".c", 1),
        ("from ..a import c", "c", "a.c", 2),
    ],
)
def test_forms(code: str, local: str, dotted: str, level: int) -> None:
    one = found(code)
    assert (one.local, one.dotted, one.level) == (local, dotted, level)


T, F, V, C = GuardKind.TRY, GuardKind.FALLBACK, GuardKind.VERSION, GuardKind.TYPE_CHECKING
GUARDS: list[tuple[str, set[GuardKind]]] = [
    ("import x", set()),
    ("try:\n import x\nexcept ImportError:\n pass", {T}),
    ("try:\n import x\nexcept ModuleNotFoundError as e:\n pass", {T}),
    ("try:\n import x\nexcept (KeyError, ImportError):\n pass", {T}),
    ("try:\n import x\nexcept Exception:\n pass", {T}),
    ("try:\n import x\nexcept BaseException:\n pass", {T}),
    ("try:\n import x\nexcept builtins.ImportError:\n pass", {T}),
    ("try:\n import x\nexcept:\n pass", {T}),
    ("try:\n import x\nexcept KeyError:\n pass", set()),
    ("try:\n import x\nfinally:\n pass", set()),
    ("try:\n import y\nexcept ImportError:\n import x", {F}),
    ("try:\n import y\nexcept KeyError:\n import x", {F}),
    ("try:\n y()\nexcept KeyError:\n import x", set()),
    ("try:\n y()\nexcept KeyError:\n pass\nelse:\n import x", set()),
    ("try:\n import y\nexcept ImportError:\n try:\n  import x\n except ImportError:\n  pass", {F, T}),
    ("try:\n def f():\n  import x\nexcept ImportError:\n pass", set()),
    ("try:\n if y:\n  import x\nexcept ImportError:\n pass", {T}),
    ("with contextlib.suppress(ImportError):\n import x", {T}),
    ("with suppress(KeyError, ModuleNotFoundError):\n import x", {T}),
    ("with suppress(KeyError):\n import x", set()),
    ("with pytest.raises(ImportError):\n import x", {T}),
    ("with open(p) as f:\n import x", set()),
    ("if TYPE_CHECKING:\n import x", {C}),
    ("if typing.TYPE_CHECKING:\n import x", {C}),
    ("if TYPE_CHECKING:\n pass\nelse:\n import x", set()),
    ("if sys.version_info >= (3, 9):\n import x", {V}),
    ("if sys.version_info >= (3, 9):\n pass\nelse:\n import x", {V}),
    ("if version.parse(airflow.__version__) < version.parse('2.7'):\n import x", {V}),
    ("if AIRFLOW_V_3_0_PLUS:\n import x", {V}),
    ("if not AIRFLOW_V_3_0_PLUS:\n def f():\n  import x", {V}),
    ("if y:\n pass\nelif airflow_version.startswith('2'):\n import x", {V}),
    ("if importlib.util.find_spec('airflow.sdk'):\n import x", {V}),
    ("OLD = Version(v) < Version('2')\nif OLD:\n import x", {V}),
    ("try:\n import y\n OK = True\nexcept ImportError:\n OK = False\nif OK:\n import x", {V}),
    ("if six.PY2:\n import x", {V}),
    ("@pytest.mark.skipif(AIRFLOW_VERSION < Version('2'), reason='old')\ndef f():\n import x", {V}),
    ("@pytest.mark.skipif(AIRFLOW_VERSION < Version('2'))\nclass C:\n def f():\n  import x", {V}),
    ("@pytest.mark.skipif(sys.platform == 'win32')\ndef f():\n import x", set()),
    ("@versioned\ndef f():\n import x", set()),
    ("if airflow_version < (3,):\n sys.exit(1)\nimport x", {V}),
    ("def f():\n if AIRFLOW_V_3_0_PLUS:\n  return\n import x", {V}),
    ("def f():\n if AIRFLOW_V_3_0_PLUS:\n  pytest.skip('new')\n with y:\n  import x", {V}),
    ("def f():\n if AIRFLOW_V_3_0_PLUS:\n  y()\n import x", set()),
    ("def f():\n if y:\n  return\n import x", set()),
    ("if os.environ.get('STAGE'):\n import x", set()),
    ("if has_data:\n import x", set()),
    ("while True:\n import x", set()),
    ("match y:\n case 1:\n  import x", set()),
]


@pytest.mark.parametrize(("code", "kinds"), GUARDS)
def test_guards(code: str, kinds: set[GuardKind]) -> None:
    assert {guard.kind for guard in found(code, "x").guards} == kinds


USES: list[tuple[str, str, list[str]]] = [
    ("import x\nx\nx.y.z\nx.y()", "x", ["x", "x.y.z", "x.y"]),
    ("from a import x\ndef f():\n    return x", "x", ["x"]),
    ("from a import x\ndef f(x):\n    return x", "x", []),
    ("from a import x\ndef f():\n    x = 1\n    return x", "x", []),
    ("from a import x\ndef f():\n    global x\n    x = x + 1", "x", ["x"]),
    ("from a import x\ndef f():\n    for x in y:\n        print(x)", "x", []),
    ("from a import x\nz = [x for x in x]", "x", ["x"]),
    ("from a import x\nz = {x: 1 for y in x}", "x", ["x", "x"]),
    ("from a import x\nz = lambda x: x\nw = lambda: x", "x", ["x"]),
    ("from a import x\nclass C:\n    x = 1\n    def f(self):\n        return x", "x", ["x"]),
    ("from a import x\nclass C:\n    x = 1\n    y = x", "x", []),
    ("def f():\n    from a import x\n    def g():\n        return x\nx", "x", ["x"]),
    ("def f():\n    from a import x\n    def g():\n        nonlocal x\n        x += 1", "x", ["x"]),
    ("from a import x\n@x\ndef f(y: x = x) -> x: ...", "x", ["x", "x", "x", "x"]),
    ("from a import x\n@x.y\nclass C(x, metaclass=x.M): ...", "x", ["x.y", "x", "x.M"]),
    ("from a import x\ndef f(y: 'x', z: \"Optional['x']\") -> 'list[x.y]': ...", "x", ["x", "x", "x.y"]),
    ("from a import x\nz: 'x' = 1\nw = 'x'", "x", ["x"]),
    ("from a import x\nx().y\nx[0].z", "x", ["x", "x"]),
    ("from a import x\nf'{x} {x.y!r}'", "x", ["x", "x.y"]),
    ("from a import x\ntry: pass\nexcept E as x: pass\ndel x", "x", []),
    ("from a import x\n[y := x for z in x]\ny", "x", ["x", "x"]),
    ("from a import x\nwith x as y, open(x): pass", "x", ["x", "x"]),
    ("from a import x\nx += 1", "x", ["x"]),
    ("from a import x\nmatch x:\n    case {'k': x.y}: pass", "x", ["x", "x.y"]),
]


@pytest.mark.parametrize(("code", "local", "expected"), USES)
def test_uses(code: str, local: str, expected: list[str]) -> None:
    assert sorted(uses(code, local)) == sorted(expected)


def test_a_use_knows_its_call_and_its_string() -> None:
    tree = ast.parse("from a import x\nx(1)\nx.y(2)\nprint(x)\ndef f(z: 'x'): ...\n")
    bound = index(tree)
    called, method, passed, quoted = sorted(bound.uses(bound.imports[0]), key=lambda u: u.string is not None)
    assert isinstance(called.call, ast.Call)
    assert isinstance(method.call, ast.Call)
    assert passed.call is None
    assert quoted.string is not None


@pytest.mark.parametrize(
    ("code", "rebound"),
    [
        ("from a import x", False),
        ("from a import x\nfrom b import x", False),
        ("from a import x\nx = 1", True),
        ("from a import x\ndef x(): ...", True),
        ("from a import x\nclass x: ...", True),
        ("from a import x\nfor x in y: ...", True),
        ("from a import x\nwith y as x: ...", True),
        ("from a import x\ndef f():\n    x = 1", False),
        ("from a import x\ndef f():\n    global x\n    x = 1", True),
        ("from a import x\nimport y as x", False),
        ("from a import x\nmatch y:\n    case x: ...", True),
        ("from a import x\nmatch y:\n    case [*x]: ...", True),
        ("from a import x\nmatch y:\n    case {**x}: ...", True),
        ("from a import x\n(x := 1)", True),
        ("from a import x\n[(x := 1) for _ in y]", True),
    ],
)
def test_rebound(code: str, rebound: bool) -> None:
    bound = index(ast.parse(code))
    assert bound.rebound(bound.imports[0]) is rebound


def test_exported_names() -> None:
    code = "__all__ = ['a', 'b'] + other\n__all__ += ('c',)\n__all__.extend(['d'])\ndef f():\n    __all__ = ['e']\n"
    assert set(index(ast.parse(code)).exported) == {"a", "b", "c", "d"}


def test_texts_are_the_dotted_arguments_of_calls() -> None:
    code = "patch('a.b.c')\nmock.patch(target='d.e')\nprint('no dots here', 'f.g h')\nx = 'i.j'\nx[0]('k.l')\n"
    texts = [(text.node.value, text.function) for text in index(ast.parse(code)).texts]
    assert sorted(texts) == [("a.b.c", "patch"), ("d.e", "mock.patch"), ("k.l", "")]


def test_deep_nesting_is_no_problem() -> None:
    tree = ast.parse("from a import x\n" + "+".join(["x"] * 900))
    bound = index(tree)
    assert len(bound.uses(bound.imports[0])) == 900


@pytest.mark.parametrize(("code", "name"), [("a", "a"), ("a.b.c", "a.b.c"), ("a().b", ""), ("a[0]", ""), ("1", "")])
def test_dotted_name(code: str, name: str) -> None:
    assert dotted_name(ast.parse(code, mode="eval").body) == name


def test_texts_stand_under_guards_too() -> None:
    marked = "@pytest.mark.skipif(AIRFLOW_VERSION < 3)\n@patch('a.b')\ndef f():\n    patch('c.d')\n"
    code = marked + "@patch('e.f')\ndef g(): ...\n"
    guarded = {text.node.value: bool(text.guards) for text in index(ast.parse(code)).texts}
    assert guarded == {"a.b": True, "c.d": True, "e.f": False}
