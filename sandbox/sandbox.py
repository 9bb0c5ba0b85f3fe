"""The sandbox as one object: what every stand-in is made of and where it can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx

from sandbox.chat import seed
from sandbox.chat.site import ChatSite
from sandbox.chat.webhooks import ChatWebhooks
from sandbox.credentials import Credentials
from sandbox.faults import Faults
from sandbox.jira.site import JiraSite
from sandbox.jira.webhooks import Webhooks
from sandbox.mail.mailbox import Mailbox
from sandbox.outbox import Outbox
from sandbox.ses.account import Account
from sandbox.slack.interactions import Interactions
from sandbox.slack.site import SlackSite
from sandbox.state import State


@dataclass(frozen=True)
class Sandbox:
    """All the stand-ins. `url` is where their pages and APIs are, `front` is the address of Wilco's API."""

    state: State
    credentials: Credentials
    url: str
    front: str
    http: httpx.AsyncClient
    faults: Faults
    outbox: Outbox
    jira: JiraSite
    slack: SlackSite
    interactions: Interactions
    mailbox: Mailbox
    mail_account: Account
    chat: ChatSite
    chat_webhooks: ChatWebhooks

    @classmethod
    def build(cls, path: Path, credentials: Credentials, url: str, front: str) -> Sandbox:
        """Open the state and put the stand-ins together."""
        state = State(path)
        http = httpx.AsyncClient(
            timeout=30, trust_env=False, limits=httpx.Limits(max_connections=None, keepalive_expiry=5)
        )
        faults = Faults(state)
        outbox = Outbox(state, faults, http)
        webhooks = Webhooks(outbox, f"{front}/v1/jira/webhook", credentials.jira_webhook_secret)
        chat_webhooks = ChatWebhooks(state, outbox, front, credentials.desk_carrot_webhook)
        seed.plant(state, f"{url}/chat", url)
        slack = SlackSite(state, f"{url}/slack")
        return cls(
            state=state,
            credentials=credentials,
            url=url,
            front=front,
            http=http,
            faults=faults,
            outbox=outbox,
            jira=JiraSite(state, webhooks, f"{url}/jira"),
            slack=slack,
            interactions=Interactions(slack, http, front, credentials),
            mailbox=Mailbox(state),
            mail_account=Account(state),
            chat=ChatSite(state, f"{url}/chat", chat_webhooks.tell),
            chat_webhooks=chat_webhooks,
        )

    @property
    def wilco_api(self) -> str | None:
        """Return where Wilco's API is deployed, or None when it is not yet."""
        setting = self.state.get("setting", "wilco")
        return str(setting["api"]) if setting else None

    def deploy_wilco(self, api: str) -> None:
        """Remember where Wilco's API is; kept between runs and through a reset."""
        self.state.put("setting", "wilco", {"api": api.rstrip("/")})

    async def close(self) -> None:
        """Let go of connections and the file."""
        await self.http.aclose()
        self.state.close()
