"""The machine: objects, changes that can be undone, alternatives, budgets, and the interpreter with its doors."""
