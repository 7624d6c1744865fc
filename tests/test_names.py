"""Names, right and wrong, and the name that was meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from k8slint.kube import names

RIGHT_AND_WRONG = [
    (names.dns_label, ["a", "0", "123", "a-b", "a" * 63], ["", "A", "a_b", "-a", "a-", "a.b", "a" * 64, "é"]),
    (names.dns_subdomain, ["a", "a.b-c.d", "a" * 100, "a" * 253], ["", "a..b", ".a", "a.", "A.b", "a" * 254, "a/b"]),
    (
        names.qualified_name,
        ["a", "A_b.C", "example.com/Name", "a" * 63],
        ["", "/a", "a/", "a/b/c", "Example.com/a", "a" * 64, "_a", "a b"],
    ),
    (
        names.label_value,
        ["", "a", "A_b.c", "a" * 63],
        ["_a", "a b", "a/b", "2024-01-01T00:00:00+00:00", "a" * 64, "{{ ds }}"],
    ),
    (names.data_key, ["a", ".dot", "A_b-c.d", "a" * 253], ["", ".", "..", "..a", "a b", "a/b", "a" * 254]),
    (names.port_name, ["http", "a1", "8080x"], ["", "HTTP", "80", "-a", "a-", "a--b", "a" * 16, "a_b"]),
]


@pytest.mark.parametrize(("judge", "right", "wrong"), RIGHT_AND_WRONG)
def test_grammars(judge: Callable[[str], str | None], right: list[str], wrong: list[str]) -> None:
    assert [name for name in right if judge(name)] == []
    assert [name for name in wrong if not judge(name)] == []


def test_env_names_were_relaxed_in_1_32() -> None:
    for name in ("1FOO", "FOO BAR", "{{ x }}", " "):
        assert names.env_name(name) is None
        assert names.env_name(name, (1, 31))
    for name in ("", "A=B", "É", "A\n"):
        assert names.env_name(name)
    assert names.env_name("my.NAME-1", (1, 30)) is None


@given(st.text(max_size=70))
def test_a_suggestion_is_right(text: str) -> None:
    suggestion = names.suggest(text)
    assert suggestion is None or names.dns_label(suggestion) is None


@pytest.mark.parametrize(("name", "suggestion"), [("My_Volume", "my-volume"), ("a.b", "a-b"), ("{{ x }}", None)])
def test_suggestions(name: str, suggestion: str | None) -> None:
    assert names.suggest(name) == suggestion


@pytest.mark.parametrize(
    ("word", "candidates", "meant"),
    [
        ("imagePullPolicy", ["image", "image_pull_policy"], "image_pull_policy"),
        ("mount_pth", ["mount_path", "name"], "mount_path"),
        ("pod_overide", ["pod_override", "pod_template_file"], "pod_override"),
        ("xyz", ["name", "value"], None),
        ("xyz", [], None),
    ],
)
def test_did_you_mean(word: str, candidates: list[str], meant: str | None) -> None:
    assert names.did_you_mean(word, candidates) == meant
