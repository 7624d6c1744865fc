"""Hostile files cost little, break nothing, and end in an unknown with the limit as its reason; honest ones are linear."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from plain import plain

from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.machine import budget as bounds
from k8slint.evaluate.machine.budget import budget
from k8slint.evaluate.machine.interpreter import Interpreter
from k8slint.evaluate.trace import Evaluation
from k8slint.evaluate.values import Const
from k8slint.source.project import Project
from k8slint.source.syntax import parse
from k8slint.source.text import Source

HEAD = "import os, copy\nfrom kubernetes.client import models as k8s\nu = os.getenv('U')\n"
HOSTILE = {
    "endless loop": "while True:\n    x = 1\n",
    "text that doubles": "x = 'a'\nwhile True:\n    x = x + x\n",
    "list that doubles": "x = [1]\nwhile True:\n    x += x\n",
    "list that doubles by unpacking": "x = [1]\nwhile True:\n    x = [*x, *x]\n",
    "list that doubles in a slice": "x = [1]\nwhile True:\n    x[:0] = x\n",
    "iterator that doubles": "import itertools\nx = [1]\nwhile True:\n    x = list(itertools.chain(x, x))\n",
    "slices of a long list": "x = [1] * 20000\nfor i in range(20000):\n    y = x[1:]\n",
    "YAML that doubles": "import yaml\nx = yaml.safe_load('''a0: &a0 {x0: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}], x{i}: 1}}\n" for i in range(1, 60)) + "<<: *a59\n''')\n",
    "nested loops": "n = 0\n" + "".join(f"{'    ' * i}for a{i} in range(1000):\n" for i in range(3)) + "            n += 1\n",
    "deep dict": "x = {}\nfor i in range(9000):\n    x = {'a': x}\ny = copy.deepcopy(x)\nz = str(x)\nw = x == y\n",
    "deep dicts compared": "x, y = {}, {}\nfor i in range(4000):\n    x, y = {'a': x}, {'a': y}\nz = x == y\nw = [x] + [y]\nimport json\nv = json.dumps(x)\n",
    "Fibonacci": "def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nx = f(15) + f(35)\n",
    "recursion without end": "def f(n):\n    return [f(n + 1), f(n + 2)]\nx = f(0)\n",
    "recursion by an unknown": "def f(n):\n    if n == u:\n        return 1\n    return f(n + u) + f(n + u + 1)\nx = f(u)\n",
    "list in itself": "x = []\nx.append(x)\ny = x == x\nz = f'{x}'\nw = copy.deepcopy(x)\n",
    "many alternatives": "".join(f"a{i} = 1 if os.getenv('A{i}') else 2\n" for i in range(60)) + "x = [" + ", ".join(f"a{i}" for i in range(60)) + "]\ny = " + " + ".join(f"a{i}" for i in range(60)) + "\n",
    "many branches": "x = 0\n" + "".join(f"if os.getenv('A{i}'):\n    x = x + {i}\n" for i in range(300)),
    "nested branches": "".join(f"{'    ' * i}if os.getenv('A{i}'):\n" for i in range(90)) + "    " * 90 + "x = 1\n",
    "many conditional items": "x = []\n" + "".join(f"if os.getenv('A{i}'):\n    x.append({i})\n" for i in range(500)) + "y = x[0] if x else None\nz = bool(x)\n",
    "items under two tests": "x = []\n" + "".join(f"if os.getenv('A{i}'):\n    if os.getenv('B{i}'):\n        x.append({i})\n" for i in range(60)) + "y = not x\n",
    "long elif": "if u == 'a':\n    x = 1\n" + "".join(f"elif u == '{i}':\n    x = {i}\n" for i in range(800)),
    "many early returns": "def f():\n" + "".join(f"    if os.getenv('A{i}'):\n        return {i}\n" for i in range(1000)) + "x = f()\n",
    "many nested early returns": "def f():\n" + "".join(f"    if os.getenv('A{i}'):\n        if os.getenv('B{i}'):\n            return {i}\n" for i in range(60)) + "x = f()\n",
    "many nested raises": "def f():\n    try:\n" + "".join(f"        if os.getenv('A{i}'):\n            if os.getenv('B{i}'):\n                raise KeyError\n" for i in range(60)) + "    except KeyError:\n        return 1\nx = f()\n",
    "many nested breaks": "for x in u:\n" + "".join(f"    if os.getenv('A{i}'):\n        if os.getenv('B{i}'):\n            break\n" for i in range(60)),
    "long pattern": "match [" + "os.getenv('A'), " * 60 + "]:\n    case [" + "'a' | 'b', " * 60 + "]:\n        x = 1\n",
    "deep brackets": "x = " + "[" * 150 + "1" + "]" * 150 + "\n",
    "deep calls": "def f(x): return x\nx = " + "f(" * 150 + "1" + ")" * 150 + "\n",
    "long chain": "x = " + " + ".join(["'a'"] * 700) + "\n",
    "long attribute": "x = u" + ".a" * 700 + "\n",
    "many operands": "x = " + " and ".join(f"os.getenv('A{i}')" for i in range(300)) + "\n",
    "big numbers": "x = 9 ** 9 ** 9 ** 9\ny = 1 << 10 ** 10\nz = int('9' * 5000)\n",
    "big texts": "a = 'a' * 10 ** 10\nb = '%1000000000d' % 1\nc = f'{1:1000000000}'\nd = '{:1000000000}'.format(1)\ne = 'a'.ljust(10 ** 10)\n",
    "big ranges": "x = list(range(10 ** 12))\nfor i in range(10 ** 12):\n    y = i\nz = [i for i in range(10 ** 12)]\n",
    "big products": "import itertools\nx = list(itertools.product(range(1000), range(1000), range(1000)))\n",
    "big joins": "x = 'a' * 100000\ny = ','.join([x] * 10000)\n",
    "big replacements": "x = 'a' * 100000\nfor i in range(1000):\n    x = x.replace('a', 'aaaaaaaaaa')\n",
    "omega": "f = lambda f: f(f)\nx = f(f)\n",
    "property of itself": "class A:\n    def __getattr__(self, name):\n        return getattr(self, name + 'x')\nx = A().y\n",
    "slow sort": "x = sorted(range(20000), key=lambda a: [b for b in range(100)])\n",
    "many slow functions": "".join(f"def f{i}():\n    while True:\n        pass\n" for i in range(300)),
    "nested unknown loops": "".join(f"{'    ' * i}for a{i} in u:\n" for i in range(80)) + "    " * 80 + "x = 1\n",
    "sharing": "x = [1]\nfor i in range(40):\n    x = [x, x]\ny = str(x)\nz = copy.deepcopy(x)\nw = x == z\n",
    "doubling helpers": "def f0(): return {'a': 1}\n" + "".join(f"def f{i}(): return {{'a': f{i - 1}(), 'b': f{i - 1}()}}\n" for i in range(1, 25)) + "x = f24()\n",
    "dict in itself": "d = {}\nfor i in range(20000):\n    d[i] = d\n",
    "quadratic membership": "d = list(range(10000))\nx = [i for i in range(10000) if i in d]\n",
    "quadratic comparison": "d = list(range(10000))\nx = [d == d for i in range(10000)]\n",
    "quadratic insertion": "d = []\nfor i in range(20000):\n    d.insert(0, i)\n",
    "many tries": "".join(f"try:\n    x = os.environ['A{i}']\nexcept KeyError:\n    x = {i}\n" for i in range(200)),
    "tasks without end": "from airflow.operators.python import PythonOperator as P\nfor a in range(9000):\n    for b in range(9000):\n        P(task_id='x', executor_config={})\n",
    "generator without end": "def g():\n    while True:\n        yield 1\nx = list(g())\n",
}  # fmt: skip


def run(text: str) -> Evaluation:
    source = Source("hostile.py", text)
    return evaluate(source, parse(source))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_stays_within_its_steps(text: str) -> None:
    spent = []
    original = Interpreter.__init__

    def remember(self: Interpreter, *args: object) -> None:
        original(self, *args)  # type: ignore[arg-type]
        spent.append(self)

    Interpreter.__init__ = remember  # type: ignore[method-assign]
    try:
        evaluation = run(HEAD + text)
    finally:
        Interpreter.__init__ = original  # type: ignore[method-assign]
    assert evaluation.tree is not None
    assert spent[0].steps > -bounds.STEPS  # one step may cost much, but not another budget
    assert spent[0].granted_tasks <= bounds.STEPS_FOR_TASKS


def test_the_budget_grows_with_the_text() -> None:
    assert budget(Source("a.py", "x" * 1000)) - budget(Source("a.py", "")) == 1000 * bounds.STEPS_PER_CHARACTER


def steps(text: str) -> int:
    source = Source("x.py", text)
    tree = parse(source)
    seen: list[Interpreter] = []
    original = Interpreter.run_module

    def remember(self: Interpreter, module: object) -> bool:
        before = self.steps
        result = original(self, module)  # type: ignore[arg-type]
        seen.append(self)
        self.spent = before - self.steps  # type: ignore[attr-defined]
        return result

    Interpreter.run_module = remember  # type: ignore[method-assign]
    try:
        evaluate(source, tree)
    finally:
        Interpreter.run_module = original  # type: ignore[method-assign]
    return int(seen[0].spent)  # type: ignore[attr-defined]


POD = (
    "k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name='base', env=[k8s.V1EnvVar(name='A', value='b')])]))"
)
LARGE = {
    "pods": lambda n: "".join(f"p{i} = {POD}\n" for i in range(n)),
    "helper": lambda n: f"def make(size='s'):\n    return {POD}\n" + "".join(f"p{i} = make('m')\n" for i in range(n)),
    "helper with arguments": lambda n: f"def make(size='s'):\n    return {POD}\n" + "".join(f"p{i} = make('m{i}')\n" for i in range(n)),
    "loop": lambda n: f"for i in range({n}):\n    p = {POD}\n",
    "branches": lambda n: "items = []\n" + "".join(f"if u == 'x{i}':\n    items.append({i})\n" for i in range(n)),
    "functions": lambda n: "".join(f"def f{i}(a):\n    return {POD}\n" for i in range(n)),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_steps_grow_with_the_file(name: str) -> None:
    small, large = (steps(HEAD + LARGE[name](n)) for n in (100, 400))
    assert large < 4.5 * small


def test_ten_thousand_tasks_share_one_pod() -> None:
    text = HEAD + LARGE["helper"](10_000)
    names = run(text).names or {}
    assert len({id(names[f"p{i}"]) for i in range(10_000)}) == 1


def test_what_is_left_behind_by_a_call_given_up_is_unknown() -> None:
    text = (
        "shared = {'a': 1}\nother = {'b': 1}\ncount = 0\n"
        "def slow(argument):\n"
        "    global count\n"
        "    argument['seen'] = True\n"
        "    for i in range(1000):\n        for j in range(1000):\n            count += 1\n"
        "    shared['a'] = 2\n    helper()\n    argument['done'] = True\n"
        "def helper():\n    other['b'] = 2\n"
        "mine = {'c': 1}\nx = slow(mine)\nafter = 'known'\n"
    )
    names = {name: plain(value) for name, value in (run(text).names or {}).items()}
    assert names["x"] == "<LIMIT>"
    assert names["after"] == "known"
    assert {name: names[name] for name in ("mine", "shared", "other")} == dict.fromkeys(
        ("mine", "shared", "other"), "<MUTATED>"
    )
    assert names["count"] == "<LIMIT>"


def test_evaluation_leaves_the_interpreter_as_it_was() -> None:
    import gc
    import sys

    limit = sys.getrecursionlimit()
    run(HEAD + HOSTILE["many early returns"])
    assert sys.getrecursionlimit() == limit
    assert gc.isenabled()


def test_the_tree_is_not_changed() -> None:
    source = Source("x.py", HEAD + "x = 1\nx += 2\ny = [x]\ny[0] += 1\n")
    tree = parse(source)
    before = ast.dump(tree, include_attributes=True)
    evaluate(source, tree)
    assert ast.dump(tree, include_attributes=True) == before


def test_what_is_imported_brings_steps_for_its_calls(tmp_path: Path) -> None:
    """Half of what a file of its own size may take is not enough for the call."""
    (tmp_path / ".git").mkdir()
    work = "def work():\n    total = 0\n    for i in range(12000):\n        total = (total + i) + (i - 1)\n    return total\n"
    for size, known in ((150_000, True), (0, False)):
        (tmp_path / "library.py").write_text(work + "#" * size)
        project = Project((str(tmp_path),))
        for name in ("dag.py", "another.py"):  # which finds the library evaluated: it may take as much
            source = Source(str(tmp_path / name), "from library import work\nx = work()\n")
            value = evaluate(source, parse(source), project).names["x"]
            assert isinstance(value, Const) is known, (name, size)


def test_what_a_file_makes_brings_steps() -> None:
    """A short text that makes many tasks, each with much work, is evaluated whole."""
    head = "from airflow.operators.python import PythonOperator as P\n"
    work = "def work(n):\n    for i in range(80):\n        n = n + i\n    return n\n"
    for made, known in (("P(task_id=f't{a}', retries=n)", True), ("P(retries=n)", False)):
        loop = f"for a in range(200):\n    n = work(a)\n    {made}\n"
        value = run(head + work + loop + "x = 'known'\n").names.get("x")
        assert isinstance(value, Const) is known, made
