"""One file with its tree and its evaluation, shared by all versions for which it is checked."""

from __future__ import annotations

import ast
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from k8slint.data import catalogue
from k8slint.dataclass import replace
from k8slint.evaluate.evaluator import evaluate
from k8slint.lint.interest import as_bytes, interest_of
from k8slint.lint.prefilter import of_rules
from k8slint.rules import rules_of
from k8slint.source.lacking import lacking
from k8slint.source.syntax import parse
from k8slint.source.takers import taken_from

if TYPE_CHECKING:
    from k8slint.evaluate.trace import Evaluation
    from k8slint.rules._base import Rule
    from k8slint.settings.config import Config
    from k8slint.source.project import Project
    from k8slint.source.text import Source


@lru_cache(maxsize=8)  # a run has one configuration, and every file asks
def selected_rules(config: Config) -> tuple[Rule, ...]:
    """The rules that the settings select and that have what they need, by code."""
    return rules_of(code for code in catalogue.RULES if config.runs(code))


class OpenFile:
    """One file and what its text gives, worked out once for all the versions that it is judged for."""

    def __init__(self, source: Source, config: Config, project: Project) -> None:
        self.source, self.project = source, project
        self._config = config

    @cached_property
    def tree(self) -> ast.Module:
        """Raises CannotParse."""
        return parse(self.source)

    @cached_property
    def evaluation(self) -> Evaluation:
        """What its code gives: the same on every version, as far as something in it is worth reading on one of them."""
        source, project, config = self.source, self.project, self._config
        data, rules = as_bytes(source.text), selected_rules(config)
        plans = tuple(of_rules(rules, targets) for targets in (config.targets, *config.targets.others))
        interest = interest_of(data, tuple(dict.fromkeys(plans)))
        evaluation = evaluate(source, self.tree, project, config.runtime, interest=interest)
        return replace(
            evaluation,
            taken=lambda: taken_from(project, source.path),
            lacking=lambda: lacking(project, source.path, evaluation.tree),
        )
