"""The operators' commands: `python -m ops`, described in docs/runbook.md."""
