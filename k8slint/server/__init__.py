"""``k8slint server``: the answers for an editor (``session``), and the protocol (``protocol``)."""
