"""The generated schema against the real client, class by class, and its version ranges."""

from __future__ import annotations

import inspect
import re

import pytest
from kubernetes import client as k8s

from k8slint.kube.client.schema import FieldType, Schema, camel_case, is_class_of_any_client

MAJOR = int(re.match(r"\d+", k8s.__version__)[0])
SCHEMA = Schema.for_client((MAJOR,))


def real_type(text: str) -> str:
    """The client's own type text with our names for what it doesn't tell apart."""
    return re.sub(r"dict\[str, (\w+)\]", r"dict of \1", text.replace("list[", "list of ").removesuffix("]"))


def shown(type_: FieldType) -> str:
    return str(type_).replace("quantity", "str").replace("int or str", "object")


@pytest.mark.parametrize("name", sorted(SCHEMA.names()))
def test_a_model_is_the_real_one(name: str) -> None:
    real, ours = getattr(k8s, name), SCHEMA.model(name)
    assert ours is not None
    assert {field.snake: field.wire for field in ours.fields.values()} == real.attribute_map
    for field in ours.fields.values():
        theirs = real.openapi_types[field.snake]
        theirs = re.sub(r"^list\[(.*)\]$", r"list of \1", theirs)
        theirs = re.sub(r"^dict\[str, (.*)\]$", r"dict of \1", theirs)
        assert shown(field.type) == theirs
    parameters = [name for name in inspect.signature(real.__init__).parameters if name != "self"]
    assert list(ours.parameters) == [name for name in parameters if name != "local_vars_configuration"]


@pytest.mark.parametrize("name", sorted(SCHEMA.names()))
def test_what_is_required_is_what_the_constructor_demands(name: str) -> None:
    ours = SCHEMA.model(name)
    assert ours is not None
    values = dict.fromkeys(ours.required, "x")
    getattr(k8s, name)(**values)
    for missing in ours.required:
        with pytest.raises(ValueError, match=f"`{missing}`"):
            getattr(k8s, name)(**{key: value for key, value in values.items() if key != missing})


def test_every_class_that_a_model_names_is_there() -> None:
    for major in range(12, 38):
        schema = Schema.for_client((major,))
        for name in schema.names():
            for field in schema.model(name).fields.values():
                assert field.type.model is None or schema.model(field.type.model), (major, name, field)


def test_every_class_of_the_client_is_known() -> None:
    names = [name for name, value in vars(k8s.models).items() if hasattr(value, "openapi_types")]
    assert len(names) > 500
    assert [name for name in names if not is_class_of_any_client(name)] == []
    assert not is_class_of_any_client("V1Contaner")
    assert not is_class_of_any_client("")


@pytest.mark.parametrize(
    ("model", "keyword", "first", "last"),
    [
        ("V1PodSpec", "eviction_responders", 37, 37),
        ("V1PodSpec", "host_users", 25, 37),
        ("V1PodSpec", "workload_ref", 35, 35),
        ("V1FCVolumeSource", "target_ww_ns", 12, 35),
        ("V1FCVolumeSource", "target_wwns", 36, 37),
        ("V1EnvVarSource", "file_key_ref", 34, 37),
        ("V1LifecycleHandler", "sleep", 29, 37),
        ("V1ObjectMeta", "cluster_name", 12, 24),
        ("V1Container", "name", 12, 37),
    ],
)
def test_version_ranges(model: str, keyword: str, first: int, last: int) -> None:
    having = [
        major for major in range(12, 38) if keyword in getattr(Schema.for_client((major,)).model(model), "fields", ())
    ]
    assert having == list(range(first, last + 1))


def test_requiredness_changes_with_the_client() -> None:
    assert "ip" not in Schema.for_client((29, 0)).model("V1HostAlias").required
    assert "ip" in Schema.for_client((30, 1)).model("V1HostAlias").required


def test_classes_come_and_go() -> None:
    assert Schema.for_client((22,)).model("V1Handler")
    assert Schema.for_client((23,)).model("V1Handler") is None
    assert SCHEMA.range_of("V1Handler") == (12, 22)
    assert SCHEMA.range_of("V1Deployment") is None


def test_unknown_versions_count_as_the_nearest() -> None:
    assert Schema.for_client((11,)).major == 12
    assert Schema.for_client((99, 1)).major == 37
    assert Schema.for_client((37, 0, 2)).checks
    assert not Schema.for_client((36, 0, 3)).checks


def test_owners_of_a_keyword() -> None:
    assert SCHEMA.owners("volumes") == ("V1PodSpec",)
    assert SCHEMA.owners("runtimeClassName", wire=True) == ("V1PodSpec",)
    assert SCHEMA.owners("nonsense") == ()


def test_camel_case() -> None:
    assert [camel_case(name) for name in ("name", "image_pull_policy", "_exec")] == ["name", "imagePullPolicy", "exec"]
