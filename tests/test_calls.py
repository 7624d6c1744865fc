"""Wrong arguments are found in files that hold no pod, and no other file is read because of them."""

from __future__ import annotations

import time

import pytest
from conftest import check
from oracle.operators import MISTAKES, MODULES, STANDARD, VALUES

from k8slint.airflow.signatures import signature_of
from k8slint.lint import calls as calls_in_bytes
from k8slint.lint.prefilter import Plan, narrowed, widest
from k8slint.settings.config import Config
from k8slint.source.text import Source

HEAD = """import pendulum
from airflow import DAG
from {module} import {name}

def work():
    return 1


with DAG("d", schedule=None, start_date=pendulum.datetime(2026, 1, 1)) as dag:
    {call}
"""
CONFIGS = [
    Config({"select": ("KE709", "KE710", "KE711", "KE712"), "airflow-version": each}) for each in ("2.5", "2.11", "3.3")
]
MAPPED = (
    '.partial({right}, no_such_argument=1).expand(doc=["a"])', ".partial({right}).expand(retries=[1, 2])",
    ".partial({right}).expand(no_such_argument=[1, 2])", '.partial({right}).expand_kwargs([{{"no_such_argument": 1}}])',
)  # fmt: skip


def calls(name: str, config: Config) -> list[str]:
    """Calls of an operator: one without a mistake, one for each mistake, and without each argument that it needs."""
    signature = signature_of((f"{MODULES[name]}.{name}",), config.targets)
    if signature is None:
        return []
    needed = {each: VALUES.get(each, '"a"') for each in sorted(signature.required())} | {"task_id": '"t"'}
    right = ", ".join(f"{each}={value}" for each, value in needed.items())
    texts = [f"{name}({right})", *(f"{name}({right}, {mistake})" for mistake in MISTAKES)]
    texts += [
        f"{name}(\n        {right},\n        env=dict(A=')'),  # all\n        {mistake},\n    )" for mistake in MISTAKES
    ]
    texts += [f"{name}({', '.join(f'{one}={needed[one]}' for one in needed if one != each)})" for each in needed]
    return texts + [name + each.format(right=right) for each in MAPPED]


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config.text("airflow-version"))
@pytest.mark.parametrize("name", STANDARD)
def test_no_wrong_call_is_held_back(name: str, config: Config) -> None:
    plans = widest(config), narrowed(config), widest(config).for_many(), narrowed(config).for_many()
    sources = calls(name, config)
    for call in sources:
        text = HEAD.format(module=MODULES[name], name=name, call=call)
        found = [each.message for each in check(Source("dag.py", text), config)]
        if found:
            assert [plan.may_matter(text.encode()) for plan in plans] == [True] * 4, (call, found)


GOOD = """from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator, ShortCircuitOperator as Check

class EmptyOperator(BashOperator):
    pass

def work(size: int = 3, name="(") -> None: ...

with DAG("d", default_args={"retries": 2}, schedule="@daily", tags=["a=b"]) as dag:
    BashOperator(task_id="a", bash_command="x=1; f(y=2) # no=1", retries="3", trigger_rule="all_done")
    PythonOperator(task_id='b', python_callable=lambda: work(name="=", size=5), op_kwargs=dict(size=2, other=[1]))
    PythonOperator(
        task_id="c",  # the last=one)
        python_callable=work, retries = 2, depends_on_past=size == 2,
        doc_md=\"\"\"A "text" with (brackets=1
        and lines)\"\"\",
    )
    BashOperator(task_id="d", **{"bash_command": "x"})
    BashOperator.partial(task_id="e").expand(bash_command=["a", "b"])
    Unknown.Operator(anything=1)
    OtherOperator(anything=1)
"""


@pytest.mark.parametrize("plan", [widest(Config()), widest(Config()).for_many()], ids=["one file", "many files"])
def test_right_calls_do_not_make_a_file_worth_parsing(plan: Plan) -> None:
    assert not plan.may_matter(GOOD.encode())
    for good, bad in (
        ('name="=", size=5)', 'name="=", size=5), no_such=3'), ("retries = 2", "retry = 2"), ('"3"', '"x"'),
        ("bash_command=[", "retries=["), ('"all_done"', '"all_don"'), ("tags=", "tag="), ('task_id="d", **', "**"),
        ('bash_command="x=1', 'command="x=1'),
    ):  # fmt: skip
        assert good in GOOD
        assert plan.may_matter(GOOD.replace(good, bad).encode()) is (bad != "**"), bad


def test_a_call_cut_off_anywhere_is_read_to_its_end() -> None:
    many = widest(Config()).for_many()
    for end in range(len(GOOD)):
        text = GOOD[:end].encode()
        assert many.may_matter(text) <= widest(Config()).may_matter(text)


def test_usual_calls_are_told_without_reading_them_byte_by_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = widest(Config()).for_many()
    usual = '''from airflow import DAG
with DAG("d", schedule=None, start_date=datetime(2026, 1, 1), default_args={"retries": 2}) as dag:
    one = BashOperator(task_id="one", bash_command="x", env={"A": f(x=[1, 2])}, trigger_rule="all_done")
    two = BashOperator(
        task_id="two",
        bash_command="""x""" + str('y'),
    )
'''
    monkeypatch.setattr(calls_in_bytes, "_looks_wrong", lambda *_, is_complete: pytest.fail("read"))
    assert not plan.may_matter(usual.encode())
    assert not plan.may_matter(usual.encode())


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(
    "text",
    ["BashOperator(", "BashOperator(a=[", "BashOperator( # ", 'BashOperator(a="""', "DAG(a,\n", "DAG([", "DAG(a=',',",
     "BashOperator(task_id='a', bash_command=(", "BashOperator(**k, task_id=a, params=f("],
)  # fmt: skip
def test_calls_that_seem_to_have_no_end_take_no_time(text: str, many: bool) -> None:
    plan = widest(Config()).for_many() if many else widest(Config())
    started = time.process_time()
    assert plan.may_matter(b"airflow " + text.encode() * 20_000)  # the evaluator has its own limits
    assert time.process_time() - started < 5
