"""Who acts in Slack, by the names that they have elsewhere."""

from chalicelib.entrances.payloads.slack import User
from chalicelib.team import team


def who(user: User) -> tuple[str, str | None]:
    """The colleague's name and Jira account; somebody who is not in the team's file still has a name in Slack."""
    colleague = team().by_slack(user.id)
    if colleague:
        return colleague.name, colleague.jira
    return user.name or user.username or user.id, None
