"""One order for all followers of a case, a page at a time: each page's orders and the next page are one write.

A case that was merged into this one stands among the followers as one of them. Meeting it makes the same order for that
case's followers, in that case's own lane (docs/decisions/0011-merged-cases.md).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.deliveries import second_yes
from chalicelib.deliveries.by_pages import PAGE, cause, next_page
from chalicelib.deliveries.people_joining import count_people
from chalicelib.deliveries.subscribers_joining import join_subscribers
from chalicelib.errors import Permanent
from chalicelib.model.broadcast import TellAll
from chalicelib.model.case import Follower
from chalicelib.model.dialog import Dialog
from chalicelib.model.dialog_acts import AssignDialog, NoteDialog, ReplyDialog
from chalicelib.model.merge_acts import CountPeople, NoteDialogs
from chalicelib.model.orders import Destination, Order, Tell, TellFollowers
from chalicelib.model.outage import is_outage, wards
from chalicelib.model.outage_acts import JoinSubscribers
from chalicelib.model.owner_acts import AssignDialogs
from chalicelib.store.followers import audience, followers, stand_ins
from chalicelib.store.merged import following_elsewhere
from chalicelib.store.orders import Claim, Outcome

DESTINATION = Destination.FAN_OUT


def carry_out(claim: Claim, now: datetime) -> Outcome:
    """One page."""
    match claim.order.act:
        case TellFollowers() as act:
            return _tell(claim.order, act)
        case AssignDialogs() as act:
            return _dialogs(claim.order, act)
        case NoteDialogs() as act:
            return _dialogs(claim.order, act)
        case CountPeople() as act:
            return count_people(claim.order, act, now)
        case JoinSubscribers() as act:
            return join_subscribers(claim.order, act, now)
        case other:
            raise Permanent(f"followers can't be {other.verb}")


def _tell(order: Order, act: TellFollowers) -> Outcome:
    page = followers(order.case_id, act.after, PAGE)
    if act.after is None and act.agreed_by is None:
        alone = len(page) < PAGE and not any(one.of_case for one in page) and not is_outage(order.case_id)
        many = len(page) if alone else audience(order.case_id)
        if second_yes.too_many(many):
            return second_yes.ask(order, many, act.notice, act.by)
    elsewhere = following_elsewhere(page, act.told_in) if act.told_in else {}
    concerned = [one for one in page if _concerns(one, act) and not _hears_elsewhere(one, act, elsewhere)]
    told = tuple(made for one in concerned for made in _told(order, act, one))
    return Outcome(f"{len(concerned)} told", further=(*told, *_in_wards(order, act), *_rest(order, act, page)))


def _in_wards(order: Order, act: TellFollowers) -> tuple[Order, ...]:
    """An outage's people are told in bulk, its wards beside each other; here are its dialogs and its merged cases."""
    if act.after is not None or not is_outage(order.case_id):
        return ()
    everyone = TellAll(act.notice, act.except_for)
    return tuple(
        Order(f"mail:{_of(order)}:all", ward, Destination.MAIL, ward, everyone) for ward in wards(order.case_id)
    )


def _dialogs(order: Order, act: AssignDialogs | NoteDialogs) -> Outcome:
    page = followers(order.case_id, act.after, PAGE)
    made = tuple(
        Order(
            f"chat:{_of(order)}:{one.id}", order.case_id, Destination.CHAT, one.dialog.ref, _there(act, one, one.dialog)
        )
        for one in page
        if one.dialog
    )
    merged = tuple(_for_case(one.of_case, order, replace(act, after=None)) for one in page if one.of_case)
    return Outcome(f"{len(made)} dialogs", further=(*made, *merged, *_rest(order, act, page)))


def _there(act: AssignDialogs | NoteDialogs, follower: Follower, dialog: Dialog) -> AssignDialog | NoteDialog:
    if isinstance(act, AssignDialogs):
        return AssignDialog(dialog, act.name)
    return NoteDialog(follower, "merged", by=act.by)


def _concerns(follower: Follower, act: TellFollowers) -> bool:
    """Who joined after it happened has been told the state of that moment; older news would only confuse.

    Who has stopped the mails is left out here, and once more when a mail leaves (`store.mailed`).
    """
    joined_before = follower.joined_at is None or follower.joined_at <= act.notice.at
    return joined_before and follower.stopped_at is None and follower.id != act.except_for


def _hears_elsewhere(follower: Follower, act: TellFollowers, elsewhere: Mapping[str, list[Follower]]) -> bool:
    """Whether this person follows a case as well that is told before this one.

    Who had stopped the mails there before it happened still hears it here, where they did not stop them.
    """
    return any(
        (other.joined_at is None or other.joined_at <= act.notice.at)
        and (other.stopped_at is None or other.stopped_at > act.notice.at)
        for other in elsewhere.get(follower.email.casefold(), ())
    )


def _told(order: Order, act: TellFollowers, follower: Follower) -> Iterator[Order]:
    """Ids come from what is told and to whom, so that nobody is told the same twice."""
    what, case_id = f"{_of(order)}:{follower.id}", order.case_id
    if follower.of_case:
        yield _in_merged(order, act, follower)
        return
    if follower.dialog is None:
        yield Order(f"mail:{what}", case_id, Destination.MAIL, f"{case_id}:{follower.id}", Tell(follower, act.notice))
        return
    note = NoteDialog(follower, "told", act.notice, act.by)
    yield Order(f"chat:{what}:note", case_id, Destination.CHAT, follower.dialog.ref, note)
    if follower.reply:
        reply = ReplyDialog(follower, act.notice)
        yield Order(f"chat:{what}:reply", case_id, Destination.CHAT, follower.dialog.ref, reply)


def _in_merged(order: Order, act: TellFollowers, one: Follower) -> Order:
    """The same notice for a merged case's followers, but for those who hear it in a case that comes before theirs."""
    before = [other for other in stand_ins(order.case_id) if other.id < one.id and _concerns(other, act)]
    told_in = (*act.told_in, order.case_id, *(name for other in before for name in _family(other.of_case)))
    return _for_case(one.of_case, order, replace(act, after=None, except_for=None, told_in=told_in))


def _family(case_id: str | None) -> tuple[str, ...]:
    """A merged case, and all that were merged into it before."""
    return (case_id, *(name for one in stand_ins(case_id) for name in _family(one.of_case))) if case_id else ()


def _for_case(case_id: str | None, order: Order, act: TellFollowers | AssignDialogs | NoteDialogs) -> Order:
    """The same act in another case; its id names this one, for two cases may have the same cause."""
    other = case_id or order.case_id
    return Order(f"fan_out:{order.case_id}:{_of(order)}", other, Destination.FAN_OUT, other, act)


def _rest(order: Order, act: TellFollowers | AssignDialogs | NoteDialogs, page: list[Follower]) -> tuple[Order, ...]:
    if len(page) < PAGE:
        return ()
    return (next_page(order, act, page[-1].id),)


def _of(order: Order) -> str:
    return cause(order).removeprefix("fan_out:")
