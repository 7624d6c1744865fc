"""The report of ``k8slint report``: its rows, and its formats HTML, Markdown and CSV."""
