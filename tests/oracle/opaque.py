"""The library that random programs import: code that k8slint cannot read, which may change whatever it is given."""

from __future__ import annotations

import types
from typing import Any


def make(seed: int) -> types.ModuleType:
    """The module that programs import and k8slint doesn't find. ``seed`` decides what its functions do."""
    module = types.ModuleType("opaque_library")

    def touch(value: Any) -> Any:
        if isinstance(value, dict):
            value["touched"] = "yes"
        elif isinstance(value, list):
            value[:] = [item + "-touched" if isinstance(item, str) else item for item in reversed(value)]
        elif getattr(value, "metadata", None) is not None:
            value.metadata.labels = {"touched": "yes"}
        elif hasattr(value, "image"):
            value.image = "touched"
        return value

    def same(value: Any) -> Any:
        return value

    module.__dict__.update(touch=touch, same=same, flag=lambda: bool(seed % 2), text=lambda: f"opaque-{seed}")
    return module
