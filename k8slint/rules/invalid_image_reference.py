from __future__ import annotations

import re
from collections.abc import Iterator

from k8slint.evaluate.values import Const
from k8slint.kube.pod import Container
from k8slint.patterns import pattern
from k8slint.rules._base import ERROR, Context, Rule, Violation

# The grammar of image references of the distribution project: [host[:port]/]path[:tag][@digest].
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?"
_PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REFERENCE = pattern(
    rf"(?:{_HOST}/)?{_PART}(?:/{_PART})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{{0,127}})?"
    r"(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?",
    re.ASCII,
)


class InvalidImageReference(Rule):
    """An image isn't a valid image reference, so no node can pull it.

    A reference is a repository in lower case, with an optional registry before it and an optional tag or digest
    after it. The API server checks only for spaces around it; the pod then stays in InvalidImageName.

    Bad:
        k8s.V1Container(name="side", image="https://registry.example.com/tools/side:1.0")
    Good:
        k8s.V1Container(name="side", image="registry.example.com/tools/side:1.0")
    """

    code, since, severity = "KE538", "0.1", ERROR

    def check_container(self, container: Container, context: Context) -> Iterator[Violation]:
        match container.get("image"):
            case Const(value=str(image), origin=at) if image.strip() and not _REFERENCE.fullmatch(image.strip()):
                if "{{" not in image:  # an unrendered template is another rule's business
                    yield self.violation(
                        at,
                        f"`{image.strip()}` {_why(image.strip())}: no node can pull it",
                        field=f"{container.path}.image",
                    )
            case _:
                return


def _why(image: str) -> str:
    if "://" in image:
        return f"starts with `{image.partition('://')[0]}://`, but an image reference has no scheme"
    if " " in image:
        return "contains a space"
    if image.endswith((":", "@")):
        return "has an empty tag"
    name = image.partition("@")[0].rpartition("/")
    repository = f"{name[0].partition('/')[2]}/{name[2].partition(':')[0]}" if name[1] else name[2].partition(":")[0]
    if any(c.isupper() for c in repository):
        return "has upper-case letters in its repository"
    return "is not an image reference"
