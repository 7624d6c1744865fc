"""Expressions and statements, by kind of syntax node."""
