"""The machine: objects, changes that can be taken back, alternatives, budgets, and the interpreter with its doors."""
