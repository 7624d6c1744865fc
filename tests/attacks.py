"""DAG files that a stranger may write to keep k8slint busy: small texts that mean a great deal of work."""

from __future__ import annotations

HEAD = "from kubernetes.client import models as k8s\nimport json, os, yaml, copy, itertools, functools\n"
POD = 'k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", {})]))\n'
WRONG = 'k8s.V1ResourceRequirements(limits={"memory": "512MB"})\n'  # so that there is something to find


def used(statements: str, expression: str = "X", argument: str = "args") -> str:
    """A value that the statements make, where a pod takes it in several places."""
    tail = f'k8s.V1ObjectMeta(name="a", labels={expression}, annotations={expression})\n'
    return (
        HEAD + statements + POD.format(f"{argument}={expression}, image={expression}, env={expression}") + tail + WRONG
    )


def doubled(start: str, step: str, times: int = 60) -> str:
    return f"X = {start}\n" + f"X = {step}\n" * times


def written(value: str) -> str:
    return used(f"X = {value}\n")


HUGE = "10 ** 10"
VALUES = {
    "repeated text": f"'x' * {HUGE}",
    "repeated list": f"[0] * {HUGE}",
    "repeated nothing": "[] * 10 ** 30",
    "repeated tuple": f"(0,) * {HUGE}",
    "repeated text, twice": "('x' * 100_000) * 100_000",
    "added up": "sum([[0] * 10_000] * 10_000, [])",
    "percent width": "'%1000000000d' % 1",
    "percent width from outside": f"'%*d' % ({HUGE}, 1)",
    "percent precision": "'%.1000000000f' % 1",
    "format width": f"format(1, '>{10**10}')",
    "format method": "'{:>10000000000}'.format(1)",
    "format in a format": f"'{{:>{{}}}}'.format(1, {HUGE})",
    "f-string width": f"f'{{1:>{{{HUGE}}}}}'",
    "f-string precision": "f'{1.5:.1000000000f}'",
    "ljust": f"'x'.ljust({HUGE})",
    "rjust": f"'x'.rjust({HUGE})",
    "center": f"'x'.center({HUGE})",
    "zfill": f"'1'.zfill({HUGE})",
    "expandtabs": "('\\t' * 10_000).expandtabs(10_000_000)",
    "replace": "('a' * 100_000).replace('a', 'b' * 100_000)",
    "replace nothing": "('a' * 100_000).replace('', 'b' * 100_000)",
    "join": "('x' * 100_000).join(['y'] * 100_000)",
    "join of itself": "('x' * 100_000).join('y' * 100_000)",
    "translate": "('a' * 100_000).translate({97: 'b' * 100_000})",
    "splits": "('a ' * 500_000).split()",
    "bytes": f"bytes({HUGE})",
    "list of a range": f"list(range({HUGE}))",
    "sorted range": f"sorted(range({HUGE}))",
    "sum of a range": f"sum(range({HUGE}))",
    "in a range": f"[i for i in range({HUGE})]",
    "product": "[(a, b, c, d) for a in range(999) for b in range(999) for c in range(999) for d in range(999)]",
    "itertools": "list(itertools.product(range(999), repeat=9))",
    "power": "10 ** 10 ** 8",
    "powers": "7 ** 7 ** 7 ** 7",
    "pow": "pow(10, 10 ** 10)",
    "shift": "1 << 10 ** 12",
    "a number of 5,000 digits": "9" * 5000,
    "a number of 5,000 digits as a text": f"str({'9' * 4000}9 * 10 ** 3000)",
    "a number of 5,000 digits in an f-string": "f'{7 ** 20_000}'",
    "a number of 5,000 digits, percent": "'%d' % 7 ** 20_000",
    "a text of 100,000 digits as a number": "int('9' * 100_000)",
    "a number in another base": "int('f' * 100_000, 16)",
    "repr of numbers": "repr([7 ** 20_000])",
    "json of numbers": "json.dumps([7 ** 20_000])",
    "100,000 entries": "{str(i): i for i in range(100_000)}",
    "100,000 entries, written": "{" + ", ".join(f"'a{i}': 'B C{i}'" for i in range(20_000)) + "}",
    "paths": "os.path.join(*(['x' * 10_000] * 10_000))",
    "upper of much": "('ß' * 900_000).upper().upper().upper()",
    "a text of a megabyte": repr("x" * 1_000_000),
    "50,000 operands": " or ".join(["a"] * 50_000),
    "50,000 sums": " + ".join(["a"] * 20_000),
    "50,000 comparisons": " < ".join(["1"] * 20_000),
    "3,000 parentheses": "(" * 150 + "1" + ")" * 150,
    "2,000 attributes": "a" + ".b" * 2_000,
    "2,000 calls": "a" + "()" * 2_000,
    "2,000 subscripts": "a" + "[0]" * 2_000,
    "900 conditions": "1 if a else " * 900 + "2",
    "conditions in a list": "[" + ", ".join(f"1 if a{i} else 2" for i in range(2_000)) + "]",
    "lambdas": "(lambda f: f(f))(lambda f: f(f))",
}
SHARED = {
    "lists": ("[1]", "[X, X]"),
    "tuples": ("(1,)", "(X, X)"),
    "dicts": ("{'a': 1}", "{'a': X, 'b': X}"),
    "added texts": ("'x'", "X + X"),
    "added lists": ("[1]", "X + X"),
    "formatted": ("'x'", "f'{X}{X}'"),
    "percent": ("'x'", "'%s%s' % (X, X)"),
    "joined": ("'x'", "''.join([X, X])"),
    "format": ("'x'", "'{0}{0}'.format(X)"),
    "repr": ("'x'", "repr([X, X])"),
    "json": ("'x'", "json.dumps([X, X])"),
    "unpacked": ("[1]", "[*X, *X]"),
    "merged": ("{'a': 1}", "{**X, 'b': X, 'c': X}"),
    "either": ("[1]", "[X, X] if a else [X]"),
    "conditions": ("1", "X if a else (X, X)"),
    "copies": ("[1]", "copy.deepcopy([X, X])"),
    "sorted": ("[1]", "sorted([X, X])"),
    "models": ("k8s.V1EnvVar(name='a', value='b')", "k8s.V1EnvVar(name=X, value=X)"),
    "calls": ("1", "(lambda a, b: [a, b])(X, X)"),
    "products": ("9", "X * X"),
    "sets": ("frozenset([1])", "frozenset([X, (X, X)])"),
    "comprehensions": ("[1]", "[(i, X) for i in [X, X]]"),
    "slices": ("[1]", "[X[:], X[:]]"),
}
AFTER = (
    "X",
    "str(X)",
    "repr(X)",
    "json.dumps(X)",
    "f'{X}'",
    "'%s' % (X,)",
    "X == X",
    "copy.deepcopy(X)",
    "yaml.dump(X)",
    "hash(X)",
)

PROGRAMS = {
    "endless loop": "while True:\n    X = 1\n",
    "endless recursion": "def f(n):\n    return f(n + 1)\nX = f(0)\n",
    "doubling recursion": "def f(n):\n    return [f(n - 1), f(n - 1)] if n else 1\nX = f(60)\n",
    "doubling recursion of one result": "def f(n):\n    if n == 0:\n        return [1]\n    x = f(n - 1)\n    return [x, x]\nX = f(60)\n",
    "fibonacci": "def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nX = f(40)\n",
    "ackermann": "def f(m, n):\n    return n + 1 if not m else f(m - 1, 1) if not n else f(m - 1, f(m, n - 1))\nX = f(4, 4)\n",
    "loops in loops": "X = []\n"
    + "".join("    " * i + f"for i{i} in range(999):\n" for i in range(15))
    + "    " * 15
    + "X.append(1)\n",
    "ifs in a row": "X = 0\n" + "".join(f"if a{i}:\n    X += {2**i}\n" for i in range(60)),
    "functions that call the next twice": "".join(
        f"def f{i}(a):\n    return [f{i + 1}(a), f{i + 1}(a)]\n" for i in range(60)
    )
    + "def f60(a):\n    return a\nX = f0(1)\n",
    "functions that are called with ever more": "def f(x):\n    return x + x\nX = 'a'\n" + "X = f(X)\n" * 60,
    "growing in a loop": "X = 'a'\nfor i in range(99):\n    X += X\n",
    "appending itself": "X = []\nfor i in range(99):\n    X.append(X)\n    X.append(list(X))\n",
    "extending itself": "X = [1]\nfor i in range(99):\n    X.extend(X)\n",
    "a list in itself": "X = []\nX.append(X)\n",
    "a dict in itself": "X = {}\nX['a'] = X\n",
    "classes in a row": "class A0:\n    x = 1\n"
    + "".join(f"class A{i}(A{i - 1}):\n    x = A{i - 1}.x\n" for i in range(1, 400))
    + "X = A399.x\n",
    "classes with many bases": "".join(f"class A{i}: pass\n" for i in range(300))
    + f"class B({', '.join(f'A{i}' for i in range(300))}): pass\nX = B()\n",
    "decorators": "def d(f):\n    return lambda *a: [f(*a), f(*a)]\n"
    + "@d\n" * 60
    + "def f():\n    return 1\nX = f()\n",
    "generators": "def g(n):\n    if n:\n        yield from g(n - 1)\n        yield from g(n - 1)\n    yield 1\nX = list(g(60))\n",
    "reduce": "X = functools.reduce(lambda a, b: [a, a], range(99), 1)\n",
    "YAML aliases": 'X = yaml.safe_load("""\na0: &a0 [1]\n'
    + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60))
    + '""")\n',
    "YAML merges": 'X = yaml.safe_load("""\na0: &a0 {x: 1}\n'
    + "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}], k{i}: *a{i - 1}}}\n" for i in range(1, 60))
    + '""")\n',
    "deep YAML": 'X = yaml.safe_load("' + "[" * 5000 + '")\n',
    "deep JSON": 'X = json.loads("' + "[" * 5000 + "]" * 5000 + '")\n',
    "1,000 functions with branches": "".join(
        f"def f{i}(a):\n    return f{i + 1}(a) if a else f{i + 1}(not a)\n" for i in range(1000)
    )
    + "def f1000(a):\n    return a\nX = f0(c)\n",
    "20,000 assignments": "".join(f"X = {i}\n" for i in range(20_000)),
    "unpacking": "a, b = [1, 2]\n" + "a, b = (a, b), (b, a)\n" * 60 + "X = a\n",
    "match": "match c:\n" + "".join(f"    case {i}:\n        X = {i}\n" for i in range(1000)),
    "try": "".join("    " * i + "try:\n" for i in range(18))
    + "    " * 18
    + "X = f()\n"
    + "".join("    " * i + "except E:\n" + "    " * i + "    X = 1\n" for i in range(17, -1, -1)),
}

MANY = 2_000
_each = range(MANY)
VOLUMES = "[" + ", ".join(f"k8s.V1Volume(name='v{i}', empty_dir=k8s.V1EmptyDirVolumeSource())" for i in _each) + "]"
MOUNTS = "[" + ", ".join(f"k8s.V1VolumeMount(name='w{i}', mount_path='/a/{i}')" for i in _each) + "]"
ENV = "[" + ", ".join(f"k8s.V1EnvVar(name='A{i}', value='$(A{i + 1})')" for i in _each) + "]"
PORTS = "[" + ", ".join(f"k8s.V1ContainerPort(container_port={i + 1}, name='p{i}')" for i in _each) + "]"
TOLERATIONS = "[" + ", ".join(f"k8s.V1Toleration(key='k{i}', operator='Exists')" for i in _each) + "]"
CONTAINERS = "[" + ", ".join(f"k8s.V1Container(name='c{i}', image='a b')" for i in _each) + "]"
SIZES = {
    "volumes and mounts": f"k8s.V1Pod(spec=k8s.V1PodSpec(volumes={VOLUMES}, containers=[k8s.V1Container(name='base', volume_mounts={MOUNTS})]))\n",
    "volumes and containers": f"k8s.V1Pod(spec=k8s.V1PodSpec(volumes={VOLUMES}, containers={CONTAINERS}))\n",
    "environment": POD.format(f"env={ENV}"),
    "ports": POD.format(f"ports={PORTS}"),
    "tolerations": f"k8s.V1PodSpec(tolerations={TOLERATIONS}, containers=[])\n",
    "containers": f"k8s.V1Pod(spec=k8s.V1PodSpec(containers={CONTAINERS}, init_containers={CONTAINERS}))\n",
    "arguments to drop": "from airflow.operators.bash import BashOperator\n" + "".join(f"BashOperator(task_id='t{i}', bash_command='a', provide_context=True, queue='q')\n" for i in range(500)),
    "arguments to drop in one call": f"k8s.V1Container({', '.join(f'nme{i}=1' for i in range(3_000))})\n",
    "suppressions": "".join(f"x{i} = 1  # k8slint: ignore[KE301]\n" for i in range(10_000)),
    "suppressions in one comment": "x = 1  # k8slint: ignore[" + ", ".join(["KE301"] * 20_000) + "]\n",
    "suppressions in one line": "x = 1  " + "# k8slint: ignore[KE301] " * 10_000 + "\n",
    "suppressed findings": "".join(f'k8s.V1ResourceRequirements(limits={{"memory": "{i}MB"}})  # k8slint: ignore[KE301]\n' for i in range(1_500)),
    "findings": "".join(f'k8s.V1ResourceRequirements(limits={{"memory": "{i}MB"}})\n' for i in range(3_000)),
    "findings in one line": "; ".join(f'k8s.V1ResourceRequirements(limits={{"memory": "{i}MB"}})' for i in range(1_500)) + "  # ä\n",
    "findings in one line, the letter first": "'ä'; " + "; ".join(f'k8s.V1ResourceRequirements(limits={{"memory": "{i}MB"}})' for i in range(1_500)) + "\n",
    "tasks that share a pod": "from airflow.operators.bash import BashOperator\np = " + POD.format("image='a b'") + "".join(f"BashOperator(task_id='t{i}', bash_command='a', executor_config={{'pod_override': p}})\n" for i in range(1_000)),
    "imports": "".join(f"from airflow.operators.bash_operator import BashOperator as B{i}\n" for i in range(2_000)),
    "names in one import": "from airflow.operators.bash_operator import " + ", ".join(f"BashOperator as B{i}" for i in range(2_000)) + "\n",
    "an endless line": "x = '" + "a" * 2_000_000 + "'\n",
    "brackets": "x = " + "[" * 90 + "]" * 90 + "\n" + "y = (" * 1 + "1" + ")" + "\n",
    "blank lines": "\n" * 1_000_000,
    "backslashes": "x = 1 + \\\n" * 20_000 + "1\n",
    "comments": "# pod_override\n" * 100_000,
    "strings in a row": "x = " + "'a' " * 50_000 + "\n",
    "f-strings": "x = " + "f'{a}' " * 10_000 + "\n",
    "quantities": POD.format("resources=k8s.V1ResourceRequirements(limits={" + ", ".join(f"'a.b/c{i}': '1.{'1' * 50}'" for i in _each) + "})"),
    "a long quantity": POD.format(f"resources=k8s.V1ResourceRequirements(limits={{'memory': '{'1' * 200_000}Mi'}})"),
    "a long exponent": POD.format("resources=k8s.V1ResourceRequirements(limits={'memory': '1e999999999', 'cpu': '1E-999999999'})"),
    "a long image": POD.format(f"image='{'a/' * 100_000}'"),
    "a long image of dots": POD.format(f"image='{'a.' * 100_000}!'"),
    "a long label": f"k8s.V1ObjectMeta(labels={{'{'a-' * 100_000}!': '{'a.' * 100_000}!'}})\n",
    "a long template": POD.format(f"args=['{{{{ {'x|' * 100_000} }}}}', '{'{{ ' * 100_000}']"),
    "a long path": POD.format(f"volume_mounts=[k8s.V1VolumeMount(name='a', mount_path='{'/..' * 100_000}')]"),
    "a long address": f"k8s.V1PodSpec(containers=[], host_aliases=[k8s.V1HostAlias(ip='{'1.' * 100_000}', hostnames=['{'a.' * 100_000}'])])\n",
    "a long reference": POD.format(f"env=[k8s.V1EnvVar(name='A', value='{'$(A)' * 100_000}')]"),
}  # fmt: skip

FILES = {f"value: {name}": written(value) for name, value in VALUES.items()}
FILES |= {f"shared: {name}": used(doubled(start, step)) for name, (start, step) in SHARED.items()}
FILES |= {f"shared, then {after}": used(doubled("[1]", "[X, X]") + f"X = {after}\n") for after in AFTER}
FILES |= {f"program: {name}": used(text) for name, text in PROGRAMS.items()}
FILES |= {f"size: {name}": HEAD + text + WRONG for name, text in SIZES.items()}
