"""The evaluator: what a module's code gives, without importing or running it. ``evaluator.evaluate`` is its entrance."""
