"""What makes the generated files: ``python -m tools.generate`` from committed records, ``python -m tools.record`` the
records from real packages. Part of the source distribution, not of the wheel."""
