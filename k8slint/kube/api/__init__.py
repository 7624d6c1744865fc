"""Validation as the API server does it, declared field by field; ``validation.validate`` is the entrance."""
