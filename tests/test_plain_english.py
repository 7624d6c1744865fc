"""Phrases that only the makers of k8slint understood must not come back into what users read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

BANNED = {
    r"is gone since": "was removed in",
    r"is no (text|number|integer|dict|list|YAML)\b": "is not a ..., must be a ...",
    r"without a word": "silently",
    r"\bfor ever\b": "say what happens: the pod stays Pending",
    r"small letters": "lower case",
    r"in its stead": "instead",
    r"called so": "named ...",
    r"can but be": "must be",
    r"round in circles": "say what repeats",
    r"nobody states": "is not set",
    r"is taken letter by letter": "is case-sensitive; is split into letters",
    r"refuses the pod": "rejects the pod",
    r"holds a (blank|colon|comma)": "contains a space",
    r"takes its place\b": "replaces it",
    r"\bstands (here|beside|twice)\b": "is",
    r"\b(comment|finding|setting|field|report)s? stands?\b": "is, put",
    r"beyond all measure": "too large",
    r"nothing of (it|them) can stay": "... is left out",
    r"\bwholly\b": "fully, completely",
    r"whatever lies in": "all files in",
    r"\bheeded\b": "respected",
    r"\bmended\b": "fixed",
    r"nobody mends": "nobody fixes",
    r"\bHow it is (shown|written)\b": "Output format",
    r"for a person to decide": "nothing more is fixable",
    r"is no (key|kind|git|Kubernetes|mapping|baseline)\b": "is not a ...",
    r"no miss is noticed": "missed deadlines are not detected",
    r"perhaps more": "there may be more",
    r"what it (would add|adds)": "the values that it adds",
    r"[Tt]he rule speaks": "this is reported if",
    r"silence (it|them) where": "suppress",
    r"as it is anyway": "say what it does",
    r"of the days of": "for",
    r"\bmust hold\b": "must contain",
    r"\bleads? out of\b": "is outside of, is a link out of",
    r"\bhands? it\b|\bhanded out\b": "calls ... with, passes",
    r"holds only on": "applies only to",
    r"[Ww]hat there is to": "name it",
    r"takes no `": "doesn't accept, must be",
    r"says the Pod Security": "for the Pod Security Standard",
    r"did you mean `[^`?]*`(?! or)$": "end the question with a question mark",
    r"Error when the DAG is imported": "importing the DAG raises ...",
    r"\bThere is `": "name what the list is: Known: `...`",
    r"says nothing of": "doesn't mention",
    r"somebody (states|says)": "is set",
    r"\bwhoever\b": "the user, anyone who",
    r"watches it only there": "watches only its own namespace",
    r"what it is worth": "its value",
    r"the words of": "name the thing",
}
PAGES = (
    *("CONTRIBUTING.md", "SECURITY.md", ".pre-commit-hooks.yaml", "action.yml", "docs/old-code.md", "docs/editors.md"),
    *("docs/output-formats.md", "docs/python-api.md", "docs/pre-commit.md", "docs/references-and-policy.md"),
    *("docs/architecture.md", "docs/migrating-to-airflow-3.md", "docs/worked-example.md"),
    *("README.md", "docs/settings.md", "docs/command-line.md", "docs/suppressing.md", "docs/rules.md"),
    *(
        "docs/index.md",
        "docs/getting-started.md",
        "docs/ci.md",
        "docs/exit-codes.md",
        "docs/faq.md",
        "docs/comparison.md",
    ),
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/rules").glob("*.md")),
)


def docstrings(tree: ast.AST) -> set[int]:
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)))
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def texts() -> Iterator[tuple[str, str]]:
    """What users read: the literals of the code that aren't docstrings, and the pages of the documentation."""
    for path in sorted((ROOT / "k8slint").rglob("*.py")):
        if "data" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        skipped = docstrings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value
    for page in PAGES:
        for number, line in enumerate(Path(ROOT / page).read_text(encoding="utf-8").splitlines(), 1):
            yield f"{page}:{number}", line


def test_what_users_read_is_plain() -> None:
    found = [
        f"{place}: {text.strip()!r}: write {better!r}"
        for place, text in texts()
        for phrase, better in BANNED.items()
        if re.search(phrase, text)
    ]
    assert not found, "\n".join(found)
