"""A support desk: one account at a chat provider, and what a dialog becomes that is handed over from there."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from chalicelib.settings.part import Language, Part, Slug

# One that begins with a slash is on the local sandbox (the stack's parameter SandboxUrl).
Address = Annotated[str, StringConstraints(pattern=r"^(https?://[^/\s]+|/)\S*$")]
Panel = Annotated[str, StringConstraints(pattern=r"^(https?://[^/\s]+|/)\S*\{id\}\S*$")]


class Desk(Part):
    """`api` is the provider's, with its version; `panel` the address of a dialog in the operators' panel.

    `operator` is the account there that Wilco writes as. `tag` hands a dialog over when an operator puts it, and a note
    that begins with `command` does. `area` and `kind` are those of a dialog of which nobody has said more.
    `tells`: who has a mail address is told by mail, and in the dialog who has none; or everybody in the dialog.
    `language` is that of the notes. `answers_outages`: whoever writes there while there is an outage is told what is
    known. Its secrets are the fields `desk_<name>_token` and `desk_<name>_webhook`.
    """

    vendor: Literal["carrotquest", "intercom", "zendesk", "chatwoot", "webhook"]
    product: Slug
    api: Address
    panel: Panel
    operator: str = ""
    tag: Annotated[str, StringConstraints(min_length=1, max_length=255)] = "bug"
    command: Annotated[str, StringConstraints(pattern=r"^/[a-z]+$")] = "/bug"
    area: Slug
    kind: Slug
    tells: Literal["mail", "dialog"] = "mail"
    language: Language = "en"
    answers_outages: bool = True

    @property
    def can_be_read(self) -> bool:
        """Whether it has an API to ask; any other is told by webhooks, and brings what would have been read."""
        return self.vendor != "webhook"
