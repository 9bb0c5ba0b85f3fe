"""The accounts of mail: each follower heard each change once and in order, and nobody else heard anything."""

import re
from collections import Counter
from collections.abc import Iterator

from chalicelib.model.orders import Tell, TellFollowers
from chalicelib.model.status import Status
from chaos.evidence import RECEIPTS, Evidence
from chaos.findings import Finding
from chaos.reporters import customer
from chaos.table import Line

OVERTAKEN = "overtaken"  # how the ledger's word for a status begins that was no news any more (deliveries/to_mail.py)
_OF_A_STEP = re.compile(r"fan_out:v\d+:told")
_QUESTION = "confirm"
_NO_STATUS = ("answer", "question", "holding")  # what somebody said has no place in the order of statuses


def mails(evidence: Evidence) -> Iterator[Finding]:
    """Everything about mail that is not as promised."""
    yield from _once_each(evidence)
    yield from _receipts(evidence)
    yield from _steps(evidence)
    for line in evidence.book.lines:
        if isinstance(line.order.act, TellFollowers) and line.order.act.after is None:
            yield from _everybody(evidence, line, line.order.act)
    yield from _out_of_order(evidence)
    yield from _uncalled_for(evidence)


def _once_each(evidence: Evidence) -> Iterator[Finding]:
    """An order that is done left one mail; of one that is unknown there may be none, and that is counted."""
    for mark, (line, _) in evidence.tells.items():
        sent = evidence.marks["mail"][mark]
        if sent > 1:
            yield from [Finding("duplicate mail", mark)] * (sent - 1)
        elif sent == 0 and line.state == "unknown":
            yield Finding("gap", mark)
        elif sent == 0 and line.state == "done" and not line.outcome.startswith(OVERTAKEN):
            yield Finding("lost", f"mail {mark}")


def _receipts(evidence: Evidence) -> Iterator[Finding]:
    """Everybody who follows was to be told so."""
    have = {act.follower.id for line, act in evidence.tells.values() if line.order.id.partition(":")[0] in RECEIPTS}
    for follower in evidence.book.followers:
        if follower.id not in have:
            yield Finding("lost", f"receipt of follower {follower.id}")


def _steps(evidence: Evidence) -> Iterator[Finding]:
    """Each step of a case was to be told, but for going back into the queue."""
    told = Counter(line.order.case_id for line in evidence.book.lines if _OF_A_STEP.fullmatch(line.order.id))
    for case in evidence.book.cases.values():
        steps = sum(step.status is not Status.RECEIVED for step in case.history)
        if told[case.id] != steps:
            yield Finding("lost", f"news of {case.id}: {steps} steps, {told[case.id]} to be told")


def _everybody(evidence: Evidence, line: Line, act: TellFollowers) -> Iterator[Finding]:
    """Whoever followed the case by then has an order of their own."""
    case, what = line.order.case_id, line.order.id.removeprefix("fan_out:")
    for follower in evidence.followers_of.get(case, []):
        concerned = follower.joined_at is not None and follower.joined_at <= act.notice.at
        excepted = follower.id == act.except_for
        if concerned and not excepted and f"{case}/mail:{what}:{follower.id}" not in evidence.tells:
            yield Finding("lost", f"{line.order.mark} for follower {follower.id}")


def _out_of_order(evidence: Evidence) -> Iterator[Finding]:
    """To each follower the receipt comes first, then each status after those that happened before it."""
    newest: dict[str, tuple[Line, Tell]] = {}
    seen: set[str] = set()
    for letter in evidence.letters:
        told = evidence.tells.get(letter.order)
        if told is None or letter.kind in _NO_STATUS or letter.order in seen:  # a double is told as one
            continue
        seen.add(letter.order)
        line, act = told
        before = newest.get(line.order.group)
        if before and (_is_receipt(line) or (act.notice.at < before[1].notice.at and not _is_receipt(before[0]))):
            yield Finding("out of order", f"{line.order.mark} came after {before[0].order.id}")
        else:
            newest[line.order.group] = told


def _is_receipt(line: Line) -> bool:
    return line.order.id.partition(":")[0] in RECEIPTS


def _uncalled_for(evidence: Evidence) -> Iterator[Finding]:
    """To who is not vouched for one question, and no second one (promise 5)."""
    vouched = {customer(one.click).email for one in evidence.accepted if one.click.signed}
    asked: set[str] = set()
    for letter in evidence.letters:
        if letter.kind == _QUESTION:
            called = letter.to not in vouched | asked
            asked.add(letter.to)
        else:
            called = letter.to in vouched and letter.order in evidence.tells
        if not called:
            yield Finding("uncalled for", f"mail {letter.order}")
