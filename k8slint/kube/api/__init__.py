"""The API server's validation, declared field by field. Start at ``validation.validate``."""
