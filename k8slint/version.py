"""The version of k8slint."""

from __future__ import annotations

__version__ = "0.1.0"
