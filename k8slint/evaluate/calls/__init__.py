"""Calls, instances and attributes."""
