"""What is wrong with an installation, and what to do: small checks in one registry, run by `manage.py doctor`."""
