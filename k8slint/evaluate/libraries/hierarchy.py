"""Which of Airflow's operator classes is a subclass of which: from the recorded signatures of Airflow and its providers."""

from __future__ import annotations

from functools import lru_cache

from k8slint.data.operators import CLASSES
from k8slint.patterns import pattern

# A mapped task, and a task as the scheduler reads it from the database: instances of no other operator's class.
_OF_THEIR_OWN = frozenset({"MappedOperator", "SerializedBaseOperator"})
_ROOTS = frozenset({"BaseOperator", "AbstractOperator"})
_BASE = pattern(r"[A-Za-z_]\w*")


def is_subclass(own: str, wanted: str) -> bool | None:
    """Whether the class ``own`` is ``wanted`` or a subclass of it, both qualified names; None where that isn't known.

    A name of Airflow's stands for one class wherever it is imported from.
    """
    if own == wanted:
        return True
    if not (own.startswith("airflow.") and wanted.startswith("airflow.")):
        return None
    name, base = own.rpartition(".")[2], wanted.rpartition(".")[2]
    if name in _OF_THEIR_OWN or base in _OF_THEIR_OWN:
        return name == base if base not in _ROOTS else None
    return _descends(name, base)


@lru_cache(maxsize=1024)
def _descends(name: str, wanted: str) -> bool | None:
    if name == wanted:
        return True
    bases = _bases().get(name)
    if not bases:
        return False if name in _ROOTS and wanted.endswith(("Operator", "Sensor")) else None  # all bases are known
    answers = {_descends(base, wanted) for base in bases}
    return answers.pop() if len(answers) == 1 else None


@lru_cache(maxsize=1)
def _bases() -> dict[str, frozenset[str]]:
    """The bases of each recorded class, those of all versions together."""
    found: dict[str, frozenset[str]] = {}
    for classes in CLASSES.values():
        for name, (line, *_) in classes.items():
            words = [word for word in line.split() if not word.startswith("@")]
            named = frozenset(match[0] for match in map(_BASE.match, words) if match is not None)
            found[name] = found.get(name, frozenset()) | named
    return found
