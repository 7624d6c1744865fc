"""Attacks by chance: files that nobody would write, fixes of everything there is, and runs that are killed."""
