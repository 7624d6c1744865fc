"""The byte filter: it may let a file through for nothing, and must never keep one back that something is found in."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import FIXTURES, ROOT, check, stage_of
from hypothesis import given, settings
from hypothesis import strategies as st

from k8slint.airflow.moves.rows import Move, airflow, provider
from k8slint.data import catalogue
from k8slint.lint import opened
from k8slint.lint import prefilter as needles
from k8slint.lint.prefilter import Plan, narrowed, widest
from k8slint.rules import all_rules
from k8slint.settings.config import Config
from k8slint.source.text import CannotDecode, decode
from tools.catalogue import TARGETS, by_version

EVERYTHING = Config({"select": ("ALL",)})
FILES = sorted(path for path in FIXTURES.rglob("*.py") if "broken" not in path.parts)
CODES = {rule.rule_name().replace("-", "_"): rule.code for rule in all_rules()}


def held_back(path: Path, plan: Plan, config: Config) -> list[str]:
    """What is found in a file that the plan would not have let through."""
    data = path.read_bytes()
    if plan.may_matter(data):
        return []
    try:
        source = decode(path.name, data)
    except CannotDecode:
        return []
    return [f"{f.code} {f.message}" for f in check(source, config) if f.path == path.name and f.code != "KE001"]


@pytest.mark.parametrize("folder", sorted({path.parent.relative_to(FIXTURES).parts[0] for path in FILES}))
def test_no_fixture_is_held_back(folder: str) -> None:
    plan = widest(EVERYTHING)
    for path in (path for path in FILES if path.relative_to(FIXTURES).parts[0] == folder):
        text = path.read_bytes().decode("utf-8", "replace")
        own = CODES.get(path.stem) if folder == "rules" else None
        config = stage_of(text, own, path.parent).config() if not path.name.endswith(".fixed.py") else EVERYTHING
        assert held_back(path, plan, EVERYTHING) == [], path
        assert held_back(path, narrowed(config), config) == [], path


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["guide", "migrate", "mistakes", "rules", "traps"])
def test_nothing_is_lost_where_functions_are_left_out(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nothing calls is evaluated only for what made the file worth reading; with all evaluated the same is found."""
    for path in (path for path in FILES if path.relative_to(FIXTURES).parts[0] == folder):
        try:
            source = decode(path.name, path.read_bytes())
        except CannotDecode:
            continue
        found = check(source, EVERYTHING)
        with monkeypatch.context() as without:
            without.setattr(opened, "interest_of", lambda data, plans: None)
            assert check(source, EVERYTHING) == found, path


@pytest.mark.slow
def test_nothing_in_a_tree_without_pods_is_held_back() -> None:
    plan = widest(EVERYTHING)
    paths = sorted(
        path for folder in ("k8slint/rules", "k8slint/formats", "tests") for path in (ROOT / folder).glob("*.py")
    )
    for path in paths:
        if path.stat().st_size < 4_000:
            assert held_back(path, plan, EVERYTHING) == [], path


@pytest.mark.parametrize("targets", TARGETS, ids=range(len(TARGETS)))
def test_the_narrowed_plan_lets_through_no_more_than_the_widest(targets: object) -> None:
    config = Config({"select": ("ALL",)}, targets=targets)  # type: ignore[arg-type]
    wide = widest(config)
    for rule in all_rules():
        for row in rule.needles(config.targets):
            assert wide.may_matter(b" ".join(row)), (rule.code, row)
    for above, names in narrowed(config)._names.items():
        for name in names.split():
            assert wide.may_matter(b"import " + above + b"." + name), (above, name)


def test_a_rule_that_does_not_run_has_no_needles() -> None:
    deprecated = b"from airflow.operators.bash import BashOperator\n"
    assert not widest(Config()).may_matter(deprecated)
    assert widest(Config({"extend-select": ("KE603",)})).may_matter(deprecated)
    assert not widest(Config({"select": ("KE1",)})).may_matter(
        b"from airflow import DAG\nDAG(schedule_interval=None)\n"
    )
    assert widest(Config()).may_matter(b"from airflow import DAG\nDAG(schedule_interval=None)\n")


def test_what_works_on_the_target_is_not_parsed() -> None:
    old = b"from airflow.kubernetes.secret import Secret\nfrom airflow.operators.bash_operator import BashOperator\n"
    plan = narrowed(Config({"airflow-version": "2.9", "provider-version": "8.0"}))
    assert not plan.may_matter(old.replace(b"Secret", b"x").replace(b"airflow.kubernetes.secret", b"airflow.utils.x"))
    assert narrowed(Config({"airflow-version": "3.0"})).may_matter(old)


NAMES = Plan(
    (),
    {
        b"airflow": b" contrib ",
        b"airflow.operators": b" bash_operator ",
        b"airflow.models.x": b" gone ",
        b"airflow.hooks": b" old ",
    },
)
MENTIONED = [
    "import airflow.contrib",
    "import airflow.contrib.hooks.x as y",
    "from airflow.contrib.hooks import x",
    "from airflow import contrib",
    "from airflow import (\n    models,\n    contrib,  # why\n)",
    "from airflow import models, \\\n    contrib",
    "from airflow.operators import bash_operator",
    "from airflow.operators import bash_operator as b",
    "from airflow.operators import (a, # )\n bash_operator)",
    "from airflow.operators  import\tbash_operator",
    "from airflow.operators import *\nbash_operator.BashOperator",
    "import airflow.operators as o\no.bash_operator",
    "import airflow as af\naf.hooks.old",
    "import airflow\nairflow.hooks.old.x",
    "from airflow.models import x\nx.gone()",
    "from airflow import models\nmodels.x.gone",
    "mock.patch('airflow.hooks.old.X')",
    "x = 1; from airflow import contrib",
    "from airflow import models; from airflow import contrib",
]
NOT_MENTIONED = [
    "import airflow",
    "from airflow import DAG",
    "from airflow import models",
    "from airflow.models import x",
    "from airflow.operators import bash",
    "from airflow.operators.bash import BashOperator  # bash_operator",
    "from airflow.operators_extra import bash",
    "import airflow_contrib.contrib",
    "from airflow.models import contrib",
    "airflow contrib",
]


@pytest.mark.parametrize("text", MENTIONED)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_names_are_found_in_every_shape(text: str, newline: str) -> None:
    assert NAMES.may_matter(f"# head\n{text}\n".replace("\n", newline).encode())
    assert NAMES.may_matter(text.replace("\n", newline).encode())


@pytest.mark.parametrize("text", NOT_MENTIONED)
def test_other_names_are_not(text: str) -> None:
    assert not NAMES.may_matter(f"{text}\n".encode())


WORDS = [
    b"executor_config",
    b"_config",
    b"next_ds",
    b"prev_ds",
    b"_ds",
    b"alpha",
    b"beta_gamma",
    b"gamma",
    b"_",
    b"x",
    b"alphabet a",
    b"alphabet b",
    b"alphabet b c",
    b"airflow",
    b"import airflow",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple), max_size=6),
    st.lists(st.sampled_from([*WORDS, b" ", b"executor", b"next", b"beta"]), max_size=8).map(b"".join),
)
def test_many_files_are_searched_as_one_is(rows: list[tuple[bytes, ...]], data: bytes) -> None:
    expected = any(all(word in data for word in row) for row in rows)
    assert Plan(rows, {}).may_matter(data) == expected
    assert Plan(rows, {}).for_many().may_matter(data) == expected


def test_what_stands_in_a_module_that_went_with_it_needs_no_name() -> None:
    names = ("a.b:c", "a.b", "a:bc", "a.b.d:e", "a.f:g")
    moves = [(Move(name), (airflow(3, 0),)) for name in names]
    found = by_version([*moves, (Move("a.b:c"), (provider(7),))])
    assert found == {airflow(3, 0): {"a": {"b", "bc"}, "a.f": {"g"}}, provider(7): {"a.b": {"c"}}}


def test_the_catalogue_knows_every_rule() -> None:
    assert {code: rule[:2] for code, rule in catalogue.RULES.items()} == {
        rule.code: (rule.rule_name(), rule.severity.value) for rule in all_rules()
    }
    assert CODES["deprecated_import"] == needles.DEPRECATED_IMPORT


def surely_has(word: str, parsed: Any, run: str = "") -> bool:
    """Whether every text that a parsed regular expression matches has a word in it."""
    for operator, operand in parsed:
        name = str(operator)
        if name == "LITERAL":
            run += chr(operand)
        elif name == "SUBPATTERN":
            if surely_has(word, operand[3], run):
                return True
            run = ""
        elif name == "BRANCH":
            if all(surely_has(word, option, run) for option in operand[1]):
                return True
            run = ""
        elif not name.startswith("AT") and not name.startswith("ASSERT"):
            run = ""
        if word in run:
            return True
    return False


def test_a_shape_has_the_word_by_which_texts_without_it_are_passed_over() -> None:
    parse = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse").parse
    shapes = dict(needles.POD_SHAPES)
    for rule in all_rules():
        for row in {row for targets in TARGETS for row in rule.needles(targets)}:
            shapes[row] = rule.shape(row) or b""
    passed_over = 0
    for row, shape in shapes.items():
        word = needles.stem(row, shape)
        assert surely_has(word.decode(), parse(shape.decode())) or not word, (row, shape)
        passed_over += bool(word)
    assert passed_over > 100
