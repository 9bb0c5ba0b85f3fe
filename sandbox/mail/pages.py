"""The reader: conversations on the left, one of them on the right."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.mail.mailbox import Mailbox
from sandbox.state import Json
from sandbox.templating import page

SHOWN = 200


def routes(mailbox: Mailbox) -> list[Route]:
    """Return the routes of the mailbox."""

    async def read(request: Request) -> Response:
        address = request.query_params.get("to", "")
        conversations = _conversations(mailbox.mails(address))
        asked = request.query_params.get("conversation", "")
        part = request.query_params.get("part")
        chosen = asked or (conversations[0]["id"] if conversations else "")
        return page(
            "mail_list.html" if part else "mail.html",
            address=address,
            addresses=mailbox.addresses(),
            conversations=conversations[:SHOWN],
            chosen=chosen,
            picked=bool(asked),
            mails=[] if part else [mailbox.opened(mail) for mail in mailbox.conversation(chosen)],
        )

    async def raw(request: Request) -> Response:
        source = mailbox.raw(request.path_params["id"])
        if source is None:
            return page("missing.html", what="No such mail")
        return PlainTextResponse(source)

    async def listed(request: Request) -> Response:
        return JSONResponse([mailbox.opened(mail) for mail in _asked_for(mailbox, request)])

    async def journal(request: Request) -> Response:
        return JSONResponse(_asked_for(mailbox, request))

    return [
        Route("/mail", read),
        Route("/mail/", read),
        Route("/mail/raw/{id:int}", raw),
        Route("/mail/api/messages", listed),
        Route("/mail/api/journal", journal),  # without opening any: thousands may have come
    ]


def _asked_for(mailbox: Mailbox, request: Request) -> list[Json]:
    asked = request.query_params
    return mailbox.mails(asked.get("to", ""), int(asked.get("since_id") or 0))


def _conversations(mails: list[Json]) -> list[Json]:
    """Return the conversations of some mails, the one with the newest mail first."""
    grouped: dict[str, list[Json]] = {}
    for mail in reversed(mails):
        grouped.setdefault(mail["belongs_to"], []).append(mail)
    return [
        {"id": ident, "newest": found[0], "first": found[-1], "count": len(found)} for ident, found in grouped.items()
    ]
