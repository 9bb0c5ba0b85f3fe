"""Who and what is in this Slack workspace."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.state import Json

TEAM_ID, TEAM_DOMAIN, APP_ID = "T0SANDBOX", "sandbox", "A0WILCO"
BOT_USER, BOT_ID = "U0WILCO", "B0WILCO"


@dataclass(frozen=True)
class Member:
    """A member of the workspace."""

    id: str
    handle: str
    name: str
    email: str
    is_bot: bool = False

    def body(self) -> Json:
        """Return the member as users.info does."""
        return {
            "id": self.id,
            "team_id": TEAM_ID,
            "name": self.handle,
            "real_name": self.name,
            "deleted": False,
            "is_bot": self.is_bot,
            "tz": "Europe/Berlin",
            "profile": {"real_name": self.name, "display_name": self.handle, "email": self.email},
        }

    def brief(self) -> Json:
        """Return the member as interactions name who acted."""
        return {"id": self.id, "username": self.handle, "name": self.handle, "team_id": TEAM_ID}


@dataclass(frozen=True)
class Channel:
    """A public channel of which Wilco is a member."""

    id: str
    name: str
    topic: str

    def body(self) -> Json:
        """Return the channel as conversations.info does."""
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": True,
            "is_private": False,
            "is_archived": False,
            "is_member": True,
            "topic": {"value": self.topic},
            "num_members": len(MEMBERS),
        }


MEMBERS = {
    member.id: member
    for member in (
        Member("U0ERIN", "erin", "Erin Walsh", "erin@example.com"),
        Member("U0MIKHAIL", "mikhail", "Mikhail Orlov", "mikhail@example.com"),
        Member("U0PRIYA", "priya", "Priya Nair", "priya@example.com"),
        Member(BOT_USER, "wilco", "Wilco", "wilco-bot@example.com", is_bot=True),
    )
}
CHANNELS = {
    channel.id: channel
    for channel in (
        Channel("C0WILCO", "wilco", "What people report, one message per problem"),
        Channel("C0MEDIA", "media", "Photos, players and streams"),
        Channel("C0OUTAGE", "outage", "When it is everybody's problem"),
    )
}
# What Wilco's app adds to the menu of every message (infra/slack-manifest.yml): callback id → name.
SHORTCUTS = {"escalate": "Escalate"}
