"""``k8slint report``: what a table of all tasks holds (``rows``), and how it is written: HTML, Markdown, CSV."""
