"""Every rule keeps the contract: its documentation is run, its code is its own, and it is silent about the unknown."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from pathlib import Path

import pytest
from conftest import FIXTURES, check, expectations, judge, tomllib

from k8slint.kube.api.refusal import AREAS
from k8slint.rules import all_rules
from k8slint.rules._base import Rule
from k8slint.rules._doc import Documentation, document
from k8slint.settings.config import Config
from k8slint.source.text import Source

RULES = all_rules()
TEMPLATE = "dags/template.yaml"
INVENTORY = "dags/inventory.yaml"
LOCAL_SETTINGS = {"KE840": "policies/owner.py"}  # rules whose examples stand beside an airflow_local_settings.py
RUN_ITSELF = {
    "KE001",
    "KE002",
    "KE003",
    "KE004",
    "KE005",
    "KE839",
}  # said by the linter and the suppressions, not by a rule's own code


def ids(rule: Rule) -> str:
    return f"{rule.code}-{rule.rule_name()}"


def config_for(rule: Rule, documentation: Documentation, **changes: object) -> Config:
    silenced = ("KE301",) if rule.code == "KE002" else ()  # a suppression of a rule that doesn't run may be needed
    values: dict[str, object] = {"select": (rule.code, *silenced), **changes}
    if documentation.template:
        values["pod-template"] = TEMPLATE
    if documentation.inventory:
        values |= {"inventory": (INVENTORY,), "namespace": "airflow"}
    if documentation.policy:
        values["policy"] = tomllib.loads(f"policy = {documentation.policy}")["policy"]
    if rule.code in LOCAL_SETTINGS:
        values["local-settings"] = str(FIXTURES / LOCAL_SETTINGS[rule.code])
    return Config(values, root=str(FIXTURES), targets=documentation.targets)


def codes(rule: Rule, documentation: Documentation, snippet: str) -> list[str]:
    text = documentation.module(snippet)
    given = {TEMPLATE: documentation.template, INVENTORY: documentation.inventory}
    overlay = {path: each for path, each in given.items() if each}
    source = Source(path_of(documentation), text)
    return [finding.code for finding in check(source, config_for(rule, documentation), overlay)]


def path_of(documentation: Documentation) -> str:
    return f"dags/{documentation.file or 'dag.py'}"


@pytest.mark.parametrize("rule", RULES, ids=ids)
def test_a_rule_says_who_it_is(rule: Rule) -> None:
    file = Path(inspect.getfile(type(rule))).stem
    assert file == rule.rule_name().replace("-", "_")
    assert re.fullmatch(r"KE\d{3}", rule.code)
    assert rule.since
    assert rule.fixable in ("", "safe", "unsafe", "display")
    assert rule.areas <= AREAS


@pytest.mark.parametrize("rule", RULES, ids=ids)
def test_documentation_has_its_parts(rule: Rule) -> None:
    documentation = document(rule)
    assert documentation.summary.endswith(".")
    assert documentation.why
    assert documentation.bad
    assert documentation.good


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.code not in ("KE003", "KE004", "KE839")], ids=ids)
def test_documentation_is_true(rule: Rule) -> None:
    """``Bad`` gives the finding, ``Good`` doesn't, and where the fix is safe it makes the one of the other."""
    documentation = document(rule)
    assert rule.code in codes(rule, documentation, documentation.bad)
    assert rule.code not in codes(rule, documentation, documentation.good)
    if rule.fixable == "safe":
        text = documentation.module(documentation.bad).encode()
        fixed = judge(path_of(documentation), text, config_for(rule, documentation, fix=True)).fixed
        assert fixed is not None
        assert fixed.decode() == documentation.module(documentation.good)


class _Unknown(ast.NodeTransformer):
    """Puts a call of unknown code where a keyword's constant value stands."""

    def visit_keyword(self, node: ast.keyword) -> ast.keyword:
        self.generic_visit(node)
        if isinstance(node.value, ast.Constant):
            node.value = ast.Call(ast.Name("ask", ast.Load()), [], [])
        return node

    def visit_Dict(self, node: ast.Dict) -> ast.Dict:
        self.generic_visit(node)
        node.values = [
            ast.Call(ast.Name("ask", ast.Load()), [], []) if isinstance(value, ast.Constant) else value
            for value in node.values
        ]
        return node


@pytest.mark.parametrize("rule", [r for r in RULES if r.checks == "values" and r.code not in RUN_ITSELF], ids=ids)
def test_a_rule_is_silent_about_the_unknown(rule: Rule) -> None:
    """``Bad`` with every constant value replaced by a call of unknown code: nothing can be known, nothing is said."""
    documentation = document(rule)
    tree = ast.fix_missing_locations(_Unknown().visit(ast.parse(documentation.module(documentation.bad))))
    text = "from somewhere import ask\n" + ast.unparse(tree)
    overlay = {INVENTORY: documentation.inventory} if documentation.inventory else None
    found = check(Source("dags/dag.py", text), config_for(rule, documentation), overlay)
    assert rule.code not in [finding.code for finding in found]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.code not in RUN_ITSELF], ids=ids)
def test_a_rule_has_a_fixture(rule: Rule) -> None:
    found = [*(FIXTURES / "rules").glob(f"{rule.rule_name().replace('-', '_')}.*")]
    assert any(
        expected.code == rule.code for path in found for expected in expectations(path.read_text(encoding="utf-8"))
    )


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))


def test_every_area_of_the_api_server_is_presented_by_one_rule() -> None:
    claimed = [area for rule in RULES for area in rule.areas]
    assert sorted(claimed) == sorted(AREAS)


def test_the_snippets_of_the_documentation_are_plain_python() -> None:
    for rule in RULES:
        if rule.code not in ("KE001", "KE003", "KE004", "KE839"):
            documentation = document(rule)
            if documentation.file is not None:
                continue
            ast.parse(textwrap.dedent(documentation.bad))
            ast.parse(textwrap.dedent(documentation.good))
