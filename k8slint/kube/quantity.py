"""Parses and compares resource quantities exactly as Kubernetes does: ``500m``, ``1.5Gi``, ``1e3``.

The grammar, the rounding up to nano, the cap of binary suffixes, the 32-bit exponent and the canonical text are those
of ``resource.ParseQuantity`` of Kubernetes (unchanged from 1.30 to 1.36), bugs included. All arithmetic is on integers.
"""

from __future__ import annotations

import re
from functools import total_ordering

from k8slint.dataclass import dataclass
from k8slint.patterns import pattern

_SYNTAX = pattern(r"([+-]?)0*([0-9]*)(?:\.([0-9]*))?([A-Za-z]*(?:[+-]?[0-9]+)?)", re.ASCII)
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL_TEXT = {exponent: suffix for suffix, exponent in _DECIMAL.items()}
_BINARY_TEXT = {power // 10: suffix for suffix, power in _BINARY.items()}
SUFFIXES = (*_DECIMAL, *_BINARY)
"""Every suffix except the exponents (``e3``), from nano to exa, then kibi to exbi."""

_INT64_MAX = 2**63 - 1
_NANO = -9
_HANGS_FROM = 10_000_000
"""Exponents of this size that leave the 64-bit path keep the server's big-number division busy for minutes."""


class QuantityError(ValueError):
    """Not a quantity: ``why`` says what is wrong with it, ``suggestions`` the nearest right spellings, best first."""

    def __init__(self, text: str, why: str, suggestions: tuple[str, ...] = ()) -> None:
        self.text = text
        self.why = why
        self.suggestions = suggestions
        super().__init__(why)

    @property
    def advice(self) -> str:
        """``"`512M` or `512Mi`"``; empty when there is no near spelling."""
        return " or ".join(f"`{suggestion}`" for suggestion in self.suggestions)


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """``unscaled`` times ten to the power of ``scale``.

    ``text`` is what was parsed. ``format`` is ``DecimalSI``, ``BinarySI`` or ``DecimalExponent``. ``wide`` says that
    the number didn't fit the server's 64-bit path, which changes how it overflows (see ``milli``).
    """

    text: str
    unscaled: int
    scale: int
    format: str = "DecimalSI"
    wide: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self._compare(other) == 0

    def __lt__(self, other: Quantity) -> bool:
        return self._compare(other) < 0

    def __hash__(self) -> int:
        return hash(_without_tens(self.unscaled, self.scale) if self.unscaled else 0)

    def __str__(self) -> str:
        return self.text

    def _compare(self, other: Quantity) -> int:
        """Negative, zero or positive. Powers of ten are only multiplied out when both numbers have the same length."""
        left, right = self.unscaled, other.unscaled
        signs = (left > 0) - (left < 0), (right > 0) - (right < 0)
        if signs[0] != signs[1] or not signs[0]:
            return signs[0] - signs[1]
        difference = self.scale - other.scale
        if difference:
            lengths = _digits(left) + self.scale, _digits(right) + other.scale
            if lengths[0] != lengths[1]:
                return signs[0] if lengths[0] > lengths[1] else -signs[0]
            left, right = (left * 10**difference, right) if difference > 0 else (left, right * 10**-difference)
        return (left > right) - (left < right)

    def __add__(self, other: Quantity) -> Quantity:
        """The sum. A part that is more than 10^400 times smaller than the other is dropped: nobody sees it."""
        big, small = (self, other) if self.scale >= other.scale else (other, self)
        if not big.unscaled or not small.unscaled:
            return self if self.unscaled else other
        difference = big.scale - small.scale
        if difference > 400:
            return big
        total = Quantity("", big.unscaled * 10**difference + small.unscaled, small.scale, self.format)
        return Quantity(total.canonical, total.unscaled, total.scale, total.format)

    @property
    def is_zero(self) -> bool:
        return not self.unscaled

    @property
    def is_negative(self) -> bool:
        return self.unscaled < 0

    def is_multiple_of(self, unit: int = 1) -> bool:
        """Whether it is a whole number of ``unit`` (a positive int)."""
        if self.scale < 0:
            whole, rest = divmod(self.unscaled, 10**-self.scale)
            return not rest and not whole % unit
        return not self.unscaled * pow(10, self.scale, unit) % unit

    def rounded_up(self, scale: int = -3) -> Quantity:
        """Rounded away from zero to ten to the power of ``scale``: what the server stores in limits and requests."""
        if self.scale >= scale:
            return self
        rounded = Quantity("", _divide_away(self.unscaled, 10 ** (scale - self.scale)), scale, self.format)
        return Quantity(rounded.canonical, rounded.unscaled, rounded.scale, rounded.format)

    @property
    def milli(self) -> int:
        """Thousandths, rounded up, as the server's ``MilliValue`` has them: beyond 64 bits 0 or wrapped.

        Compare quantities themselves; this is for small numbers and for showing.
        """
        if self.wide:
            return self._wide_milli()
        if self.scale < -3:
            return _divide_away(self.unscaled, 10 ** (-3 - self.scale))
        steps = _int32(self.scale + 3)
        if steps <= 0:
            return self.unscaled
        if steps > 19:
            return 0
        product: int = self.unscaled * 10**steps
        return product if -_INT64_MAX - 1 <= product <= _INT64_MAX else 0

    def _wide_milli(self) -> int:
        """A big decimal is scaled down from nano (a negative one loses its upper bits first); the cap is scaled up."""
        if abs(self.unscaled) == _INT64_MAX and self.scale == 0 and self.format == "BinarySI":
            return _int64(self.unscaled * 1000)
        if self.unscaled > 0 and self.scale >= -3:
            return _int64(self.unscaled * pow(10, self.scale + 3, 2**64))
        nano = self.unscaled * pow(10, self.scale - _NANO, 2**64)
        if self.unscaled < 0:
            nano = _int64(nano)
        quotient = abs(nano) // 10**6 * (1 if nano >= 0 else -1)
        return _int64(quotient + (1 if nano % 10**6 else 0))

    @property
    def canonical(self) -> str:
        """The text that the server stores and shows. Above 10^21 it lacks its suffix, as the server's does."""
        if not self.unscaled:
            return "0"
        number, suffix = self._canonical_parts()
        own = _SYNTAX.fullmatch(self.text)
        if own and not self.wide and not own[3] and self.format == _format_of(own[4]):
            # Text with a sign, leading zeros or a spelt-out exponent is kept when it is otherwise canonical.
            power = _exponent_of(own[4]) if self.format == "DecimalExponent" else own[4]
            if own[2] == _long_text(abs(number)) and power == suffix:
                return self.text
        return f"{_long_text(number)}{f'e{suffix}' if isinstance(suffix, int) and suffix else suffix or ''}"

    def _canonical_parts(self) -> tuple[int, str | int]:
        """The number and its suffix, or its exponent for ``DecimalExponent``."""
        if self.format == "BinarySI" and self.scale >= 0:
            number = self.unscaled * 10**self.scale
            if abs(number) >= 1024:
                power = 0
                while number % 1024 == 0:
                    number //= 1024
                    power += 1
                return number, _BINARY_TEXT.get(power, "")
        number, exponent = _without_tens(self.unscaled, self.scale)
        number *= 10 ** (exponent % 3)
        exponent -= exponent % 3
        return number, exponent if self.format == "DecimalExponent" else _DECIMAL_TEXT.get(exponent, "")


def parse(value: str | int | float) -> Quantity:
    """The quantity that the API server reads from a JSON string or number; blanks around a string are trimmed.

    Raises QuantityError, for booleans and infinite numbers too.
    """
    if isinstance(value, str):
        return parse_text(value.strip(" "))
    if isinstance(value, bool):
        raise QuantityError(str(value), "a boolean is not a quantity")
    if isinstance(value, int):
        return parse_text(_long_text(value))
    if value != value or value in (float("inf"), float("-inf")):
        raise QuantityError(str(value), "only finite numbers are quantities")
    return parse_text(repr(value))


def parse_text(text: str) -> Quantity:
    """Exactly ``resource.ParseQuantity(text)``: spaces are not trimmed. Raises QuantityError."""
    match = _SYNTAX.fullmatch(text)
    if match is None or not text:
        raise _error(text)
    sign, digits, fraction, suffix = match.groups("")
    format_ = _format_of(suffix)
    exponent = _exponent_of(suffix)
    if exponent is None:
        raise _error(text)
    number = int(digits + fraction or "0") if len(digits) + len(fraction) < 4000 else _long_int(digits + fraction)
    number = -number if sign == "-" else number
    scale = -len(fraction)
    length = max(len(digits), 1)
    if format_ == "BinarySI":
        # The server's own estimate of what fits into 64 bits, kept to the letter: it decides how text is kept.
        wide = bool(fraction) or 15 - length - exponent * 3 // 10 - 1 < 0
        if not wide:
            return Quantity(text, number << exponent, 0, format_)
    else:
        scale = _int32(exponent - len(fraction))
        wide = length + len(fraction) > 18 or scale < _NANO
        if not wide:
            return Quantity(text, number, scale, format_)
    if not any(c.isdigit() for c in text[: match.start(4)]):
        raise QuantityError(text, f"{_shown(text)} has no digits")
    return _wide(text, number, exponent, len(fraction), format_)


def _wide(text: str, number: int, exponent: int, places: int, format_: str) -> Quantity:
    """The server's big-number path: rounded up to nano, binary values capped at 64 bits."""
    if format_ == "BinarySI":
        number, scale = number << exponent, -places
    else:
        scale = exponent - places
        if abs(exponent) >= _HANGS_FROM and number:
            raise QuantityError(text, f"the API server's parser never finishes with the exponent of {_shown(text)}")
    if scale < _NANO:
        shift = _NANO - scale
        tiny = shift > _digits(number) + 1
        number = ((number > 0) - (number < 0)) if tiny else _divide_away(number, 10**shift)
        scale = _NANO
    elif format_ == "BinarySI" and scale < 0:
        number, scale = number * 10 ** (scale - _NANO), _NANO
    if format_ == "BinarySI":
        limit = _INT64_MAX * 10**-scale
        if abs(number) > limit:
            number, scale = (_INT64_MAX if number > 0 else -_INT64_MAX), 0
        elif scale and number % 10**-scale == 0:
            number, scale = number // 10**-scale, 0
    return Quantity(text, number, scale, format_, wide=True)


def _format_of(suffix: str) -> str:
    if suffix in _DECIMAL:
        return "DecimalSI"
    return "BinarySI" if suffix in _BINARY else "DecimalExponent"


def _exponent_of(suffix: str) -> int | None:
    """The power of ten of a decimal suffix or exponent, the power of two of a binary one; None when it is neither."""
    if suffix in _DECIMAL:
        return _DECIMAL[suffix]
    if suffix in _BINARY:
        return _BINARY[suffix]
    if suffix[:1] in ("e", "E") and suffix[-1].isdigit() and not suffix[1:2].isalpha() and len(suffix) < 4000:
        exponent = int(suffix[1:])
        if -_INT64_MAX - 1 <= exponent <= _INT64_MAX:
            return _int32(exponent)
    return None


def _int32(number: int) -> int:
    return (number + 2**31) % 2**32 - 2**31


def _int64(number: int) -> int:
    return (number + 2**63) % 2**64 - 2**63


def _divide_away(number: int, divisor: int) -> int:
    """``number / divisor`` rounded away from zero."""
    return -(-number // divisor) if number > 0 else number // divisor


def _digits(number: int) -> int:
    """How many decimal digits a number has, without the limit that ``str`` puts on long ones."""
    number = abs(number)
    guess = max(int(number.bit_length() * 0.30102999566398), 1)
    while number >= 10**guess:
        guess += 1
    while guess > 1 and number < 10 ** (guess - 1):
        guess -= 1
    return guess


def _long_int(digits: str) -> int:
    """``int(digits)`` in pieces, because Python refuses more than 4,300 digits at once."""
    number = 0
    for start in range(0, len(digits), 4000):
        piece = digits[start : start + 4000]
        number = number * 10 ** len(piece) + int(piece)
    return number


def _long_text(number: int) -> str:
    """``str(number)`` in pieces, because Python refuses more than 4,300 digits at once."""
    if number < 0:
        return f"-{_long_text(-number)}"
    pieces = []
    while number.bit_length() > 13_000:
        number, piece = divmod(number, 10**3000)
        pieces.append(f"{piece:03000d}")
    return str(number) + "".join(reversed(pieces))


def _without_tens(number: int, exponent: int) -> tuple[int, int]:
    """The same value with every factor of ten moved into the exponent."""
    while number and number % 10 == 0:
        number //= 10
        exponent += 1
    return number, exponent


# What people write for a suffix, in lower case, and what they may mean.
_MEANT: dict[str, tuple[str, ...]] = {
    "": ("",),
    **{f"{unit}i{byte}": (f"{unit.upper()}i",) for unit in "kmgtpe" for byte in ("", "b", "byte", "bytes")},
    **{
        f"{unit}{byte}": ("k" if unit == "k" else unit.upper(), f"{unit.upper()}i")
        for unit in "kmgtpe"
        for byte in ("", "b", "byte", "bytes", "o")
        if unit + byte != "e"  # more likely an exponent without its digits
    },
    **dict.fromkeys(("kilo", "kilobyte", "kilobytes"), ("k", "Ki")),
    **dict.fromkeys(("meg", "megs", "mega", "megabyte", "megabytes"), ("M", "Mi")),
    **dict.fromkeys(("gig", "gigs", "giga", "gigabyte", "gigabytes"), ("G", "Gi")),
    **dict.fromkeys(("tera", "terabyte", "terabytes"), ("T", "Ti")),
    **dict.fromkeys(("b", "byte", "bytes", "c", "core", "cores", "cpu", "cpus", "vcpu", "vcpus"), ("",)),
    **dict.fromkeys(("mc", "mcpu", "mcpus", "mcore", "mcores", "milli", "millis", "millicore", "millicores"), ("m",)),
    **dict.fromkeys(("millicpu", "millicpus"), ("m",)),
    **dict.fromkeys(("µ", "μ"), ("u",)),
    "n": ("n",),
    "u": ("u",),
}
_LOOSE = pattern(r"([+-]?[0-9]+(?:\.[0-9]*)?|[+-]?\.[0-9]+)([^\W\d_]*)")


def _nearest(text: str) -> tuple[str, ...]:
    """The right spellings next to ``text``: units of bytes, wrong case, blanks, separators."""
    bare = re.sub(r"[\s_'\"]", "", text)
    bare = re.sub(r",(?=[0-9]{3}(?:[^0-9]|$))", "", bare) if "." not in bare else bare
    match = _LOOSE.fullmatch(bare.replace(",", "."))
    if match is None:
        return ()
    number, unit = match.groups()
    if unit in SUFFIXES:
        meant: tuple[str, ...] = (unit,)
    else:
        meant = _MEANT.get(unit.lower(), ())
    return tuple(f"{number}{suffix}" for suffix in meant)


def _shown(text: str) -> str:
    """Text in backticks, with what can't be seen escaped and what is too long cut."""
    text = text if text.isprintable() else repr(text)[1:-1]
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"


def _error(text: str) -> QuantityError:
    suggestions = _nearest(text)
    if not text.strip():
        return QuantityError(text, "an empty string is not a quantity")
    match = _LOOSE.fullmatch(text)
    if match and match[2]:
        return QuantityError(text, f"{_shown(match[2])} is not a Kubernetes quantity suffix", suggestions)
    if suggestions and re.search(r"\s", text):
        return QuantityError(text, f"{_shown(text)} contains a space", suggestions)
    if suggestions and "," in text:
        return QuantityError(text, f"{_shown(text)} contains a comma instead of a decimal point", suggestions)
    return QuantityError(text, f"{_shown(text)} is not a Kubernetes quantity", suggestions)
