"""The README's links and settings hold. Its table of rules is made: ``test_generated.py``."""

from __future__ import annotations

import re

from conftest import ROOT

README = ROOT / "README.md"


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_settings_in_the_readme_are_settings() -> None:
    from conftest import tomllib

    from k8slint.settings.options import BY_KEY

    block = re.search(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    assert set(tomllib.loads(block[1])["tool"]["k8slint"]) <= set(BY_KEY)
