"""What is known of code outside the repository: Python's builtins and library, the kubernetes client, Airflow."""
