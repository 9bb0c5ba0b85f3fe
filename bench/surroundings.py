"""What our code finds in its environment while it is measured, as Lambda's configuration has it."""

from pathlib import Path

from infra.engine import REGION


def surroundings(endpoint: str, team_file: Path) -> dict[str, str]:
    """`endpoint` is where AWS is."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "WILCO_TABLE": "bench",
        "WILCO_TEAM_FILE": str(team_file),
        "WILCO_PUBLIC_URL": "https://wilco.example",
        "WILCO_JIRA_BROWSE_URL": "https://shop.atlassian.example",
        "WILCO_STATUS_URL": "https://status.example",
    }
