"""Every page of the sandbox: its own home and panel here, the stand-ins' from their folders."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import hosts, session, shop
from sandbox.chat import pages as chat_pages
from sandbox.chat.webhooks import SHAPES
from sandbox.faults import FAULTS
from sandbox.jira import pages as jira_pages
from sandbox.mail import pages as mail_pages
from sandbox.sandbox import Sandbox
from sandbox.slack import pages as slack_pages
from sandbox.templating import page


def routes(sandbox: Sandbox) -> list[Route]:
    """Return the routes of all the pages."""

    async def home(request: Request) -> Response:
        return page("home.html", front=sandbox.front, wilco_api=sandbox.wilco_api, hosts=hosts.HOSTS)

    async def panel(request: Request) -> Response:
        name = "panel_state.html" if "part" in request.query_params else "panel.html"
        return page(
            name,
            vendors=FAULTS,
            rules=sandbox.faults.rules(),
            calls=sandbox.state.count_calls(),
            webhooks=sandbox.outbox.counts(),
            mail=sandbox.mailbox.counts(),
            issues=sandbox.state.count("issue"),
            messages=sandbox.state.count("message"),
            dialogs=sandbox.state.count("chat conversation"),
            shapes=SHAPES,
            switches=sandbox.chat_webhooks.switches,
            wilco_api=sandbox.wilco_api,
            front=sandbox.front,
        )

    return [
        Route("/", home),
        Route("/panel", panel),
        *shop.routes(sandbox),
        *session.routes(sandbox),
        *hosts.routes(sandbox),
        *jira_pages.routes(sandbox.jira),
        *slack_pages.routes(sandbox.slack),
        *mail_pages.routes(sandbox.mailbox),
        *chat_pages.routes(sandbox.chat),
    ]
