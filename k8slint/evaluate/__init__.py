"""The evaluator: computes the values of a module without importing or running it. Start at ``evaluator.evaluate``."""
