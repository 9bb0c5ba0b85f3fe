"""The SMTP server that the engine's SES relays to."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from aiosmtpd.smtp import SMTP

from sandbox.faults import Faults
from sandbox.mail.mailbox import Mailbox
from sandbox.state import State

REFUSALS = {"451": "451 4.3.0 Try again later", "554": "554 5.7.1 Message refused"}


class Delivery:
    """aiosmtpd's handler: takes a mail into the mailbox, or fails as it was told to."""

    def __init__(self, mailbox: Mailbox, state: State, faults: Faults) -> None:
        self._mailbox = mailbox
        self._state = state
        self._faults = faults

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Answer the end of DATA."""
        rule = self._faults.strike("mail", f"DATA {' '.join(envelope.rcpt_tos)}")
        if rule and rule.fault in REFUSALS:
            self._state.log_call("mail", "DATA", rule.fault)
            return REFUSALS[rule.fault]
        if rule:
            await asyncio.sleep(rule.seconds)
        self._mailbox.receive(envelope.mail_from or "", envelope.rcpt_tos, envelope.content)
        self._state.log_call("mail", "DATA", "250")
        return "250 2.0.0 OK"


async def serve_smtp(listening: socket.socket, delivery: Delivery) -> asyncio.Server:
    """Start the server on a bound socket."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: SMTP(delivery, hostname="sandbox", enable_SMTPUTF8=True, loop=loop), sock=listening
    )
