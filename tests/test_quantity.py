"""Quantities against Kubernetes' own verdicts, against the client's parser where the two agree, and by their laws."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kubernetes.utils.quantity import parse_quantity

from k8slint.kube.quantity import SUFFIXES, Quantity, QuantityError, parse, parse_text

VERDICTS = Path(__file__).parent.parent / "fixtures" / "quantity_verdicts.jsonl"
ROWS = [json.loads(line) for line in VERDICTS.read_text(encoding="utf-8").splitlines()]


def outcome(read: Any, text: str) -> Quantity | None:
    try:
        return read(text)
    except QuantityError:
        return None


def test_every_verdict_of_kubernetes() -> None:
    assert len(ROWS) == 744
    wrong = []
    for row in ROWS:
        quantity, in_json = outcome(parse_text, row["text"]), outcome(parse, row["text"])
        if row["valid"] is None:  # hangs the server
            assert quantity is None
            continue
        ours = (quantity is not None, in_json is not None)
        if ours != (row["valid"], row["valid_in_json"]):
            wrong.append((row, ours))
        elif quantity is not None and (quantity.canonical, quantity.milli) != (row["canonical"], row["milli"]):
            wrong.append((row, quantity.canonical, quantity.milli))
    assert not wrong


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        ("512MB", ("512M", "512Mi")),
        ("1gb", ("1G", "1Gi")),
        ("100Mb", ("100M", "100Mi")),
        ("1 Gi", ("1Gi",)),
        ("1 GB", ("1G", "1Gi")),
        ("1000mi", ("1000Mi",)),
        ("1K", ("1k", "1Ki")),
        ("1,5Gi", ("1.5Gi",)),
        ("1,000Mi", ("1000Mi",)),
        ("1_000", ("1000",)),
        ("2GiB", ("2Gi",)),
        ("4Gig", ("4G", "4Gi")),
        ("2cores", ("2",)),
        ("500millicores", ("500m",)),
        ("1µ", ("1u",)),
        ("'1Gi'", ("1Gi",)),
        ("1e", ()),
        ("a lot", ()),
        ("{{ params.memory }}", ()),
        ("", ()),
        ("Pi", ()),
    ],
)
def test_an_error_offers_the_nearest_right_spelling(text: str, suggestions: tuple[str, ...]) -> None:
    with pytest.raises(QuantityError) as caught:
        parse(text)
    assert caught.value.suggestions == suggestions
    assert caught.value.why
    for suggestion in suggestions:
        parse(suggestion)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1"), (10**5000, "1e5000"), (0.5, "500m"), (1e21, "1e21"), (-3, "-3"), (1024, "1024")],
    ids=["1", "long", "0.5", "1e21", "-3", "1024"],
)
def test_json_numbers(number: float, text: str) -> None:
    assert parse(number) == parse(text)


@pytest.mark.parametrize("number", [True, False, float("nan"), float("inf"), float("-inf")])
def test_what_is_no_json_number(number: float) -> None:
    with pytest.raises(QuantityError):
        parse(number)


@pytest.mark.parametrize("text", ["1e2147483648", "1e-2147483648", f"{'9' * 30}e999999999"])
def test_what_hangs_the_server_is_an_error_at_once(text: str) -> None:
    with pytest.raises(QuantityError, match="never finishes"):
        parse(text)


@pytest.mark.parametrize(
    "text", ["1e2147483647", "1e1000000", "9" * 5000, "0." + "9" * 5000, "1" + "0" * 5000 + "Ki"], ids=len
)
def test_enormous_numbers_cost_nothing(text: str) -> None:
    quantity = parse(text)
    assert quantity > parse("0.99")
    assert quantity == parse(text)
    assert hash(quantity) == hash(parse(text))
    assert isinstance(quantity.milli, int)
    assert quantity.is_multiple_of(1) or quantity < parse("1")
    assert quantity + parse("1n") >= quantity
    assert quantity.canonical


def test_rounding_goes_away_from_zero() -> None:
    assert parse("1u").rounded_up() == parse("1m")
    assert parse("-1u").rounded_up() == parse("-1m")
    assert parse("1.5Gi").rounded_up() == parse("1.5Gi")
    assert parse("0.1Ki").rounded_up(0).canonical == "103"


@pytest.mark.parametrize(
    ("text", "unit", "whole"),
    [("1000m", 1, True), ("1.5", 1, False), ("4Mi", 2**21, True), ("3Mi", 2**21, False), ("0", 2**21, True),
     ("1e3", 7, False), ("-2", 2, True)],
)  # fmt: skip
def test_multiples(text: str, unit: int, whole: bool) -> None:
    assert parse(text).is_multiple_of(unit) is whole


NUMBERS = st.from_regex(r"[+-]?([0-9]{1,15}(\.[0-9]{0,6})?|\.[0-9]{1,6})", fullmatch=True)
TEXTS = st.builds(
    lambda number, suffix: number + suffix,
    NUMBERS,
    st.sampled_from(SUFFIXES) | st.integers(-9, 20).map(lambda exponent: f"e{exponent}"),
)
SMALL = TEXTS.filter(lambda text: abs(parse_quantity(text)) < 2**62 and parse_quantity(text) % Decimal("1e-9") == 0)


def value(quantity: Quantity) -> Decimal:
    return Decimal(quantity.unscaled).scaleb(quantity.scale)


@given(SMALL)
def test_the_client_reads_the_same(text: str) -> None:
    assert value(parse(text)) == parse_quantity(text)


@given(SMALL)
def test_the_canonical_text_is_worth_the_same(text: str) -> None:
    quantity = parse(text)
    assert parse(quantity.canonical) == quantity
    assert parse(quantity.canonical).canonical == quantity.canonical


@given(SMALL, SMALL)
def test_order_and_sum_are_those_of_the_numbers(left: str, right: str) -> None:
    a, b = parse(left), parse(right)
    assert (a < b, a == b, a > b) == (value(a) < value(b), value(a) == value(b), value(a) > value(b))
    assert value(a + b) == value(a) + value(b)
    if a == b:
        assert hash(a) == hash(b)


@given(st.text(alphabet="0159.+-eEinumkKMGTPB _", max_size=8))
def test_any_text_is_a_quantity_or_an_error(text: str) -> None:
    quantity = outcome(parse, text)
    if quantity is not None:
        assert quantity.canonical
        assert quantity.rounded_up() >= quantity or quantity.is_negative
