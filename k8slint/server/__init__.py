"""``k8slint server``: what an editor asks of a buffer (``session``), and how it asks (``protocol``)."""
