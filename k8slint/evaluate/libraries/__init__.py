"""Code outside the repository: Python's builtins and standard library, the kubernetes client, Airflow."""
