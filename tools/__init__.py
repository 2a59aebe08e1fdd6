"""The repository's own generators and checks: each is `python -m tools.<name>`, with `--check` for CI."""
