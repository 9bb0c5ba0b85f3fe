"""The one application with every stand-in's pages and APIs."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from sandbox import pages, panel
from sandbox.calls import CallCounter
from sandbox.chat import api as chat_api
from sandbox.jira import api as jira_api
from sandbox.jira import attachments as jira_attachments
from sandbox.sandbox import Sandbox
from sandbox.ses import api as ses_api
from sandbox.slack import api as slack_api

STATIC = Path(__file__).with_name("static")


def application(sandbox: Sandbox) -> Starlette:
    """Return the application of the sandbox's own port."""
    return Starlette(
        routes=[
            *jira_api.routes(sandbox.jira, sandbox.credentials),
            *jira_attachments.routes(sandbox.jira, sandbox.credentials),
            *slack_api.routes(sandbox.slack, sandbox.credentials),
            *chat_api.routes(sandbox.chat, sandbox.credentials),
            *ses_api.routes(ses_api.Ses(sandbox.state, sandbox.mailbox, sandbox.mail_account)),
            *panel.routes(sandbox),
            *pages.routes(sandbox),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(CallCounter, state=sandbox.state, faults=sandbox.faults)],
    )
