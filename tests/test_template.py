"""Pod templates: values, the place of each, and what is no template."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from k8slint.evaluate.values import Const, Items, Mapping, Reason, Unknown, Value, get
from k8slint.kube.client.readback import python
from k8slint.kube.template import TemplateError, load_template, read_documents, read_template
from k8slint.source.text import Source


def load(text: str) -> Value:
    return read_documents(Source("pod.yaml", text))[0].value


POD = """\
# a pod of the é-team
apiVersion: v1
kind: Pod
metadata: {name: "é", labels: {team: etl}}
spec:
  containers:
    - name: base
      args: ["-c", 1]
      env:
        - name: SCRIPT
          value: |
            first
            second

    # the second one
    - name: proxy
"""


def texts(value: Value, path: str = "") -> dict[str, str]:
    """Every path with the text that stands at its origin."""
    found = {path: value.origin.text}
    match value:
        case Mapping(entries=entries):
            for key, entry in entries.items():
                assert value.keys[key].text == key
                found |= texts(entry, f"{path}.{key}")
        case Items(items=items):
            for index, item in enumerate(items):
                found |= texts(item, f"{path}[{index}]")
    return found


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_value_knows_its_place(newline: str) -> None:
    found = texts(load(POD.replace("\n", newline)))
    assert found[".metadata"] == '{name: "é", labels: {team: etl}}'
    assert found[".metadata.name"] == '"é"'
    assert found[".spec.containers[0].args[1]"] == "1"
    assert found[".spec.containers[0].env[0]"].startswith("name: SCRIPT")
    assert found[".spec.containers[0].env[0]"].endswith("second")
    assert found[".spec.containers[1]"] == "name: proxy"
    assert found[""].startswith("apiVersion")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), ("010", 8), ("0x1F", 31), ("1_000", 1000), ("-3", -3), ("1.5", 1.5), ("1e3", "1e3"), ("0o14", "0o14"),
        ("yes", True), ("Off", False), ("true", True), ("y", "y"), ("~", None), ("null", None), ("", None),
        ("2024-01-01", date(2024, 1, 1)), ("1:30", 90), ("1:30.5", 90.5),
        ("500m", "500m"), ('"1"', "1"), ("'yes'", "yes"), ("!!str 1", "1"), (">-\n  a\n  b", "a b"), ("=", "="),
    ],
)  # fmt: skip
def test_scalars_are_typed_as_yaml_1_1_has_it(text: str, value: object) -> None:
    found = get(load(f"a: [0]\nb: {text}\n"), "b") if value is not None else load(f"b: {text}\n").entries["b"]
    assert isinstance(found, Const)
    assert found.value == value
    assert type(found.value) is type(value)


@pytest.mark.parametrize("text", ["2024-01-01", "2024-01-01T00:00:00Z", "1:30"])
def test_what_kubernetes_reads_as_text(text: str) -> None:
    assert python(get(load(f"kind: Job\nb: {text}\n"), "b")) == text
    assert python(get(load(f"kind: Pod\nb: {text}\n---\n- a\n"), "b")) == text


def test_anchors_and_merges() -> None:
    text = "base: &b {name: base, image: a}\nother: {image: c, tty: true}\nx: {<<: *b, name: x}\n"
    pod = load(text + "y: {<<: [*b, {image: z, stdin: true}], name: y}\nz: *b\n")
    assert python(pod.entries["x"]) == {"name": "x", "image": "a"}
    assert python(pod.entries["y"]) == {"name": "y", "image": "a", "stdin": True}
    assert pod.entries["z"].origin.text == "&b {name: base, image: a}"


def test_a_key_that_stands_twice() -> None:
    template = read_template(Source("pod.yaml", "kind: Pod\nspec: {a: 1, b: 2,\n  a: 3}\n"))
    assert python(get(template.value, "spec")) == {"a": 3, "b": 2}
    [duplicate] = template.duplicates
    assert (duplicate.key, duplicate.first.span.start, duplicate.second.span.start) == ("a", 17, 31)


def test_expressions_are_unknown() -> None:
    pod = load('a: {{ x }}\nb: "v{{ x }}"\nc: "{% if x %}1{% endif %}"\n{{ key }}: 1\nd: "{a}"\n')
    assert isinstance(pod, Mapping)
    assert not pod.complete
    for key in "abc":
        value = pod.entries[key]
        assert isinstance(value, Unknown)
        assert value.reason is Reason.TEMPLATE
    assert python(pod.entries["d"]) == "{a}"


def test_keys_are_texts() -> None:
    assert python(load("{1: a, true: b, null: c}")) == {"1": "a", "true": "b", "null": "c"}


@pytest.mark.parametrize(
    ("text", "message", "row", "column"),
    [
        ("", "empty", 1, 1),
        ("---\n# nothing\n", "empty", 1, 1),
        ("a: b: c", "not valid YAML", 1, 5),
        ("a: 1\nb: [1\n", "not valid YAML", 3, 1),
        ("a: *gone", "undefined alias", 1, 4),
        ("a: \t\x01", "not valid YAML", 1, 1),
        ("- a\n", "`kind: Pod`", 1, 1),
        ("just text", "`kind: Pod`", 1, 1),
        ("spec: {}\nkind: Deployment\n", "not `Deployment`", 2, 7),
        ("kind: Pod\n---\nkind: Pod\n", "file has 2", 3, 1),
        ("a: &x [*x]\n", "contains itself", 1, 4),
        ("a: !Ref b\n", "`!Ref`", 1, 4),
        ("? [a]\n: 1\n", "must be a string", 1, 3),
        ("a:\n  <<: 1\n", "needs a mapping", 2, 7),
        ("{% if x %}\nkind: Pod\n{% endif %}\n", "Jinja or Helm template", 1, 2),
        ("[" * 5000, "nested too deeply", 1, 201),
        ("- " * 5000 + "a", "nested too deeply", 1, 1),
        ("".join(f"{' ' * depth}a:\n" for depth in range(500)), "nested too deeply", 1, 1),
    ],
)
def test_what_is_no_template(text: str, message: str, row: int, column: int) -> None:
    with pytest.raises(TemplateError) as caught:
        load_template(Source("pod.yaml", text))
    assert message in caught.value.message
    assert (caught.value.row, caught.value.column) == (row, column)


def test_an_empty_document_beside_the_pod_is_none() -> None:
    assert python(load("---\n---\nkind: Pod\n---\n")) == {"kind": "Pod"}


@given(st.text(alphabet="ab:-[]{}*&!|>'\"#%@, \n\t{}0.~<", max_size=30))
def test_any_text_is_a_value_or_an_error(text: str) -> None:
    place = place_of_the_error(text)
    if place is not None:
        assert min(place) >= 1


def place_of_the_error(text: str) -> tuple[int, int] | None:
    try:
        texts_are_inside(load(text), text)
    except TemplateError as error:
        return error.row, error.column
    return None


def texts_are_inside(value: Value, text: str) -> None:
    span = value.origin.span
    assert 0 <= span.start <= span.end <= len(text)
    for inner in getattr(value, "items", ()) if isinstance(value, Items) else ():
        texts_are_inside(inner, text)
