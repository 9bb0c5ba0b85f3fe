"""Stopping the mails, and wanting them again."""

import pytest

from chalicelib.decisions.following import stop_mails, want_mails
from chalicelib.model.decision import Change, Decision, MailsStopped, MailsWanted
from tests.builders import NOW, a_case, a_follower

WANTS, STOPPED = a_follower(), a_follower(stopped_at=NOW)


@pytest.mark.parametrize(
    ("decision", "changes"),
    [
        (stop_mails(WANTS, NOW), (MailsStopped(a_case().id, WANTS.id, NOW),)),
        (stop_mails(STOPPED, NOW), ()),
        (want_mails(STOPPED), (MailsWanted(a_case().id, WANTS.id),)),
        (want_mails(WANTS), ()),
    ],
)
def test_it_is_written_once_and_orders_nothing(decision: Decision, changes: tuple[Change, ...]) -> None:
    assert decision.why
    assert (decision.changes, decision.orders) == (changes, ())
