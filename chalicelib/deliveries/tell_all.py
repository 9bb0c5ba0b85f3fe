"""A broadcast: one notice for all who follow a case by mail, fifty in a call of SES, as fast as the account may send.

The order's row is the ledger (docs/decisions/0015-broadcast.md). Before each call it is noted who is in SES's hands,
and by the same write what became of those before. Whoever is in its hands when the worker dies is unknown: counted,
never told again, and the next worker goes on behind them.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib import wiring
from chalicelib.deliveries import mail_quota, pacing
from chalicelib.deliveries.audience import Audience
from chalicelib.deliveries.telling import caps, is_newest
from chalicelib.errors import DeliveryError, OwnLimit, Permanent, Retryable
from chalicelib.model.broadcast import Ids, TellAll
from chalicelib.model.case import Case, Follower
from chalicelib.model.mail import COPIES_AT_MOST
from chalicelib.model.orders import Destination, Order
from chalicelib.observe import log
from chalicelib.rendering.letter import Draft, Reader, draft
from chalicelib.store import gates
from chalicelib.store.broadcasts import note, noted
from chalicelib.store.cases import get_case
from chalicelib.store.mail_rate import take
from chalicelib.store.merged import as_its_people_see
from chalicelib.store.orders import Claim, Outcome
from chalicelib.team import team

# No chunk is begun later than this: with its wait and its call it ends within the function's time-out, even when the
# order was the last of its batch (infra/resources.yml). Who is left then is told by the next order.
_TIME = timedelta(seconds=18)
_WHILE_IT_MAY_NOT_SEND = 900.0  # seconds; the daily quota is a rolling window


def tell_all(claim: Claim, act: TellAll, now: datetime) -> Outcome:
    """As many chunks as there is time for. What is raised puts the order back, with all noted that was done."""
    case = get_case(claim.order.case_id)
    if case is None:
        raise Permanent("nothing to tell")
    broadcast = _Broadcast(claim, act, as_its_people_see(case), now)
    if not is_newest(act.notice, case):
        return Outcome(f"overtaken by newer news: {broadcast.progress}")
    try:
        return broadcast.go_on()
    except DeliveryError:
        broadcast.note()
        raise


def chunk_size(a_second: float) -> int:
    """The largest chunk of which a whole number makes up a second's quota: no second has a part of one more."""
    rate = max(1, math.floor(a_second))
    return rate // math.ceil(rate / COPIES_AT_MOST)


class _Broadcast:
    """An order in hand. `progress` is how far it has come, `_noted` what the row says of that."""

    def __init__(self, claim: Claim, act: TellAll, case: Case, now: datetime) -> None:
        self._claim = claim
        self._act = act
        self._case = case
        self._clock = pacing.Clock(now)
        self._drafts: dict[Reader, Draft] = {}
        self.progress = self._noted = noted(claim) or act.so_far
        if self.progress.sending:
            self._nobody_knows("the process ended between the claim and the outcome")
            self.note()
        self._audience = Audience(claim.order.case_id, act, self.progress)

    def go_on(self) -> Outcome:
        """Chunk by chunk, until everybody is told or our time is up."""
        while chunk := self._audience.chunk(self._most()):
            self.progress = self.progress.read(self._audience.done, self._audience.left)
            if self._clock.spent > _TIME:
                return Outcome(str(self.progress), further=(self._rest(),))
            self._tell(*chunk)
        return Outcome(str(self.progress))

    def note(self) -> None:
        """Write down how far it has come, if that is not written."""
        if self.progress != self._noted:
            note(self._claim, self.progress, self._clock.now())
            self._noted = self.progress

    def _most(self) -> int:
        """How many may go at once: a second's quota at most, and never more than a cap could take."""
        quota, limits = mail_quota.quota(self._clock.now()), team().limits
        if quota.left < 1 or quota.a_second <= 0:
            raise OwnLimit("the account may not send now", retry_after=_WHILE_IT_MAY_NOT_SEND)
        return int(min(chunk_size(quota.a_second), quota.left, limits.mails_a_minute, limits.mails_a_day))

    def _tell(self, to: Reader, people: Sequence[Follower]) -> None:
        """One chunk. All that takes time comes before the note that nobody knows of these people."""
        ready, ids = self._draft(to), [one.id for one in people]
        copies = [ready.copy_for(one, f"{self._claim.order.case_id}/{self._cause}:{one.id}") for one in people]
        self._wait_for_its_turn(len(people))
        self.progress = self.progress.handing_over(ids)
        self.note()
        try:
            answers = wiring.bulk_mailer().send_many(ready.letter, copies)
        except (Permanent, Retryable):
            self.progress = self.progress.answered(again=ids)
            raise
        except DeliveryError as error:
            self._nobody_knows(error.reason)
            raise Retryable(error.reason) from error
        again = self._settle(people, answers)
        self._audience.settled(to, [one for one in people if one.id in again])

    def _wait_for_its_turn(self, many: int) -> None:
        """Nobody is in SES's hands meanwhile, and the row says so."""
        now = self._clock.now()
        turn = take(many, mail_quota.quota(now).a_second, caps(), now)
        if not turn.goes:
            raise OwnLimit("all together have been told enough for now", retry_after=turn.wait.total_seconds())
        if turn.wait and self._noted.sending:
            self.note()
        pacing.wait(turn.wait)
        closed = gates.gate(Destination.MAIL, self._clock.now()).closed_until(self._clock.now())
        if closed:
            raise OwnLimit("mail is held, or rests", retry_after=(closed - self._clock.now()).total_seconds())

    def _settle(self, people: Sequence[Follower], answers: Sequence[str | Permanent | Retryable]) -> Ids:
        """What SES answered for each. Returns those for whom it did nothing; raises when it will do nothing now."""
        refused = {one.id: answer for one, answer in zip(people, answers, strict=True) if isinstance(answer, Permanent)}
        again = {one.id: answer for one, answer in zip(people, answers, strict=True) if isinstance(answer, Retryable)}
        self.progress = self.progress.answered(refused, again)
        if refused:
            self._log("failed", len(refused), next(iter(refused.values())).reason)
        if again:
            mail_quota.forget()
            hint = max(again.values(), key=lambda answer: answer.retry_after or 0)
            if hint.retry_after or len(again) + len(refused) == len(people):
                raise hint
        return again

    def _nobody_knows(self, reason: str) -> None:
        self._log("unknown", len(self.progress.sending), reason)
        self.progress = self.progress.not_known()

    def _draft(self, to: Reader) -> Draft:
        if to not in self._drafts:
            self._drafts[to] = draft(to, self._act.notice, self._case, team(), wiring.links())
        return self._drafts[to]

    @property
    def _cause(self) -> str:
        """The first order's id, whichever this is."""
        part = self._act.so_far.part
        return self._claim.order.id.removesuffix(f":{part}") if part else self._claim.order.id

    def _rest(self) -> Order:
        following = replace(self.progress, part=self._act.so_far.part + 1)
        act = replace(self._act, so_far=following)
        return replace(self._claim.order, id=f"{self._cause}:{following.part}", act=act)

    def _log(self, state: str, people: int, reason: str) -> None:
        """As other orders that end so are told (`deliveries.once`), with how many people it is about."""
        order = self._claim.order
        ids = {"destination": order.destination.value, "case": order.case_id, "order": order.id}
        log(f"order_{state}", "WARNING", **ids, people=people, reason=reason)
