"""The spellings that the API server requires, such as a DNS label, and the error of a wrong one."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from k8slint.dataclass import dataclass
from k8slint.patterns import pattern


@dataclass(frozen=True, slots=True)
class Grammar:
    """``name`` with its article ("a DNS label"); ``rule`` in words; ``wrong`` says what is wrong, or None; ``repair``
    gives the nearest right spelling, or None."""

    name: str
    rule: str
    wrong: Callable[[str], str | None]
    repair: Callable[[str], str | None] = lambda text: None


BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What Go takes for white space when it trims a text: not quite what Python does."""


def _compiled(text: str) -> Callable[[str], object]:
    expression = pattern(text, re.ASCII)  # compiled when it is first used
    return lambda tried: expression.fullmatch(tried)


_LABEL = _compiled(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = _compiled(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_SUBDOMAIN_UNDERSCORE = _compiled(r"[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?(\.[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?)*")
_QUALIFIED = _compiled(r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
_ENV_NAME = _compiled(r"[-._a-zA-Z][-._a-zA-Z0-9]*")
_DATA_KEY = _compiled(r"[-._a-zA-Z0-9]+")
_PORT_NAME = _compiled(r"[-a-z0-9]{1,15}")
_HEADER_NAME = _compiled(r"[-A-Za-z0-9]+")
_SYSCTL = _compiled(r"([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?")


def _byte_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=4096)
def _label_wrong(text: str) -> str | None:
    if _LABEL(text):
        return f"it has {len(text)} characters, at most 63 are allowed" if len(text) > 63 else None
    return _stray(text, "abcdefghijklmnopqrstuvwxyz0123456789-", "lower-case letters, digits and `-`")


@lru_cache(maxsize=4096)
def _subdomain_wrong(text: str) -> str | None:
    if _SUBDOMAIN(text):
        return f"it has {len(text)} characters, at most 253 are allowed" if len(text) > 253 else None
    return _stray(text, "abcdefghijklmnopqrstuvwxyz0123456789-.", "lower-case letters, digits, `-` and `.`")


def _search_wrong(text: str) -> str | None:
    """A DNS search domain since 1.33: ``_`` may stand in it, ``.`` alone and a trailing dot are fine."""
    if text == ".":
        return None
    name = text[:-1] if text.endswith(".") else text
    if _SUBDOMAIN_UNDERSCORE(name):
        return f"it has {len(name)} characters, at most 253 are allowed" if len(name) > 253 else None
    return _stray(name, "abcdefghijklmnopqrstuvwxyz0123456789-._", "lower-case letters, digits, `-`, `_` and `.`")


def _strict_search_wrong(text: str) -> str | None:
    return _subdomain_wrong(text[:-1] if text.endswith(".") else text)


@lru_cache(maxsize=4096)
def _qualified_wrong(text: str) -> str | None:
    prefix, slash, name = text.partition("/")
    if not slash:
        name = prefix
    elif "/" in name:
        return "it has more than one `/`"
    elif not prefix:
        return "the part before its `/` is empty"
    else:
        wrong = _subdomain_wrong(prefix)
        if wrong:
            return f"the part before its `/` must be a DNS subdomain, and {wrong}"
    if not name:
        return "there is nothing after its `/`" if slash else "the part after its `/` is empty"
    if _byte_length(name) > 63:
        return f"its name has {len(name)} characters, at most 63 are allowed"
    return None if _QUALIFIED(name) else _stray(name, None, "letters, digits, `-`, `_` and `.`")


@lru_cache(maxsize=4096)
def _label_value_wrong(text: str) -> str | None:
    if _byte_length(text) > 63:
        return f"it has {len(text)} characters, at most 63 are allowed"
    return None if not text or _QUALIFIED(text) else _stray(text, None, "letters, digits, `-`, `_` and `.`")


def _env_name_wrong(text: str) -> str | None:
    if not text:
        return "it is empty"
    for character in text:
        if character == "=":
            return "it contains a `=`"
        if not " " <= character <= "~":
            return f"it contains {character!r}"
    return None


def _strict_env_name_wrong(text: str) -> str | None:
    if not _ENV_NAME(text):
        return "only letters, digits, `_`, `-` and `.` are allowed, and it must not start with a digit"
    return _dots(text)


def _data_key_wrong(text: str) -> str | None:
    if len(text) > 253:
        return f"it has {len(text)} characters, at most 253 are allowed"
    return _dots(text) if _DATA_KEY(text) else "only letters, digits, `-`, `_` and `.` are allowed"


def _dots(text: str) -> str | None:
    return "it must not be `.` or start with `..`" if text == "." or text.startswith("..") else None


def _port_name_wrong(text: str) -> str | None:
    if len(text) > 15:
        return f"it has {len(text)} characters, at most 15 are allowed"
    if not _PORT_NAME(text):
        return (
            "it can contain only lower-case letters, digits and `-`"
            if text
            else "only lower-case letters, digits and `-` are allowed"
        )
    if not any(c.isalpha() for c in text):
        return "it must contain a letter"
    if "--" in text:
        return "it must not contain `--`"
    return "it must not start or end with `-`" if text[0] == "-" or text[-1] == "-" else None


def _sysctl_wrong(text: str) -> str | None:
    if len(text) > 253:
        return f"it has {len(text)} characters, at most 253 are allowed"
    return None if _SYSCTL(text) else "it must consist of lower-case words joined by `.` or `/`"


def _stray(text: str, allowed: str | None, words: str) -> str:
    """Why a text of letters, digits and a few signs isn't one: the first stray character, or a wrong end."""
    if not text:
        return "it is empty"
    for character in text:
        fine = (
            character in allowed if allowed else (character.isascii() and (character.isalnum() or character in "-_."))
        )
        if not fine:
            return f"it contains {character!r}; only {words} are allowed"
    if ".." in text and allowed:
        return "it contains `..`"
    return "every part must start and end with a letter or digit"


def _as_label(text: str) -> str | None:
    repaired = re.sub(r"-+", "-", re.sub(r"[^a-z0-9-]", "-", text.lower())).strip("-")
    return _if_right(repaired, _label_wrong, text)


def _as_subdomain(text: str) -> str | None:
    repaired = re.sub(r"[^a-z0-9.-]", "-", text.lower()).strip("-.")
    return _if_right(repaired, _subdomain_wrong, text)


def _as_label_value(text: str) -> str | None:
    repaired = re.sub(r"[^A-Za-z0-9_.-]", "-", text).strip("-_.")
    return _if_right(repaired, _label_value_wrong, text)


def _as_qualified(text: str) -> str | None:
    prefix, slash, name = text.strip("/").rpartition("/")
    prefix = _as_subdomain(prefix) or "" if prefix and _subdomain_wrong(prefix) else prefix
    repaired = f"{prefix}{slash if prefix else ''}{re.sub(r'[^A-Za-z0-9_.-]', '-', name).strip('-_.')}"
    return _if_right(repaired, _qualified_wrong, text)


def _as_port_name(text: str) -> str | None:
    return _if_right(re.sub(r"-+", "-", re.sub(r"[^a-z0-9-]", "-", text.lower())).strip("-"), _port_name_wrong, text)


def _as_data_key(text: str) -> str | None:
    return _if_right(re.sub(r"[^-._a-zA-Z0-9]", "-", text).strip("-"), _data_key_wrong, text)


def _if_right(repaired: str, wrong: Callable[[str], str | None], text: str) -> str | None:
    """The repaired text when it is right and still says something: templates and foreign scripts don't."""
    if not repaired or wrong(repaired) or not text.isascii() or "{" in text or "$" in text:
        return None
    return repaired


DNS_LABEL = Grammar(
    "a DNS label",
    "lower-case letters, digits and `-`, at most 63, a letter or digit at both ends",
    _label_wrong,
    _as_label,
)
DNS_SUBDOMAIN = Grammar(
    "a DNS subdomain",
    "lower-case letters, digits, `-` and `.`, at most 253, a letter or digit at both ends of each part",
    _subdomain_wrong,
    _as_subdomain,
)
SEARCH_DOMAIN = Grammar("a DNS search domain", "a DNS subdomain, `_` allowed", _search_wrong)
STRICT_SEARCH_DOMAIN = Grammar("a DNS search domain", "a DNS subdomain", _strict_search_wrong)
QUALIFIED_NAME = Grammar(
    "a qualified name",
    "at most 63 letters, digits, `-`, `_` and `.`, a letter or digit at both ends, perhaps after a domain and `/`",
    _qualified_wrong,
    _as_qualified,
)
LABEL_VALUE = Grammar(
    "a label value",
    "at most 63 letters, digits, `-`, `_` and `.`, a letter or digit at both ends",
    _label_value_wrong,
    _as_label_value,
)
ENV_NAME = Grammar("an environment variable name", "printable ASCII without `=`", _env_name_wrong)
STRICT_ENV_NAME = Grammar(
    "an environment variable name",
    "letters, digits, `_`, `-` and `.`, no digit first",
    _strict_env_name_wrong,
)
DATA_KEY = Grammar(
    "a key of a ConfigMap or Secret", "letters, digits, `-`, `_` and `.`, at most 253", _data_key_wrong, _as_data_key
)
PORT_NAME = Grammar(
    "a port name",
    "at most 15 lower-case letters, digits and `-`, with a letter among them",
    _port_name_wrong,
    _as_port_name,
)
HEADER_NAME = Grammar(
    "an HTTP header name",
    "letters, digits and `-`",
    lambda text: None if _HEADER_NAME(text) else "only letters, digits and `-` are allowed",
)
SYSCTL_NAME = Grammar("a sysctl name", "lower-case words joined by `.` or `/`", _sysctl_wrong)
