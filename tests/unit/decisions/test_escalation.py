"""What an operator wants with a dialog, and what a dialog shows by itself."""

from datetime import timedelta

import pytest

from chalicelib.decisions import escalation
from chalicelib.decisions.escalation import DeskRules
from chalicelib.model.dialog_acts import ReadDialog
from chalicelib.model.dialog_changes import DialogAnswered
from chalicelib.model.orders import CommentIssue, Destination, SayInThread
from tests.builders import DIALOG, NOW, a_case, a_dialog, a_line, an_escalation

RULES = DeskRules(
    "shop",
    "orders",
    "something-else",
    "bug",
    "/bug",
    areas=frozenset({"orders", "prices"}),
    kinds=frozenset({"wrong-value", "something-else"}),
    impacts=frozenset({"blocks", "workaround"}),
)


def test_the_same_news_is_one_order_and_the_dialogs_orders_keep_their_order() -> None:
    (first,), (again,) = escalation.heard(DIALOG, "part-1").orders, escalation.heard(DIALOG, "part-1").orders
    assert first == again
    (other,) = escalation.heard(DIALOG, "part-2").orders
    assert other.id != first.id
    assert {first.group, other.group} == {DIALOG.ref}
    assert first.destination is Destination.CHAT


def test_what_an_operator_said_travels_with_the_order() -> None:
    (order,) = escalation.asked(an_escalation(), DIALOG).orders
    assert isinstance(order.act, ReadDialog)
    assert order.act.asked == an_escalation()


@pytest.mark.parametrize(
    ("note", "area", "kind", "impact", "words"),
    [
        ("/bug", "orders", "something-else", None, ""),
        ("/bug The price is 0", "orders", "something-else", None, "The price is 0"),
        ("/bug prices The price is 0", "prices", "something-else", None, "The price is 0"),
        ("/bug blocks prices wrong-value it is 0", "prices", "wrong-value", "blocks", "it is 0"),
        ("/bug  wrong-value   prices\nit is 0", "orders", "wrong-value", None, "prices\nit is 0"),
        ("/bug it blocks prices", "orders", "something-else", None, "it blocks prices"),
        ("/bug unknown prices", "orders", "something-else", None, "unknown prices"),
    ],
)
def test_a_note_may_begin_with_words_of_the_teams_file(
    note: str, area: str, kind: str, impact: str | None, words: str
) -> None:
    made = escalation.by_note(a_line("note", note), a_dialog(), RULES)
    assert (made.area, made.kind, made.impact, made.words, made.by) == (area, kind, impact, words, "Daria Belova")


@pytest.mark.parametrize(
    ("note", "issue", "words"),
    [
        ("/bug SHOP-7", "SHOP-7", ""),
        ("/bug blocks SHOP-12 It is 0", "SHOP-12", "It is 0"),
        ("/bug shop-7 It is 0", None, "shop-7 It is 0"),
        ("/bug It is SHOP-7", None, "It is SHOP-7"),
        ("/bug SHOP-0", None, "SHOP-0"),
    ],
)
def test_a_note_may_name_the_issue_of_the_same_problem(note: str, issue: str | None, words: str) -> None:
    made = escalation.by_note(a_line("note", note), a_dialog(), RULES)
    assert (made.issue, made.words) == (issue, words)


@pytest.mark.parametrize(
    ("line", "hands_over"),
    [
        (a_line("note", "/bug"), True),
        (a_line("note", "/bug it is 0"), True),
        (a_line("note", "/bugs are everywhere"), False),
        (a_line("note", "see /bug"), False),
        (a_line("note", "/bug", ours=True), False),
        (a_line("person", "/bug"), False),
        (a_line("operator", "/bug"), False),
    ],
)
def test_only_an_operators_note_commands(line: object, hands_over: bool) -> None:
    assert bool(a_dialog(lines=(line,)).commands("/bug")) == hands_over


def test_a_tag_hands_over_for_whoever_wrote_last() -> None:
    assert escalation.by_tag(a_dialog(), RULES) is None
    assert escalation.by_tag(a_dialog(tags=("bugs", "debug")), RULES) is None
    made = escalation.by_tag(a_dialog(tags=("prices", "bug")), RULES)
    assert made is not None
    assert (made.by, made.area, made.kind, made.dialog) == ("Daria Belova", "orders", "something-else", DIALOG)
    assert escalation.by_tag(a_dialog(tags=("bug",), lines=()), RULES) is not None


def test_what_is_added_later_reaches_the_engineers_once() -> None:
    case = a_case()
    added = escalation.add_words(case, an_escalation())
    assert [type(order.act) for order in added.orders] == [CommentIssue, SayInThread]
    assert added.orders == escalation.add_words(case, an_escalation()).orders
    assert escalation.add_words(case, an_escalation(words="")).orders == ()


def test_an_answer_is_what_the_person_wrote_behind_the_question() -> None:
    lines = (a_line("person", "before", 1), a_line("operator", "by us", 6), a_line("person", "Firefox", 7))
    answers = a_dialog(lines=lines).answers("part-6")
    assert [line.text for line in answers] == ["Firefox"]
    assert len(a_dialog(lines=lines).answers("so long ago that it is not read any more")) == 2
    decision = escalation.answer(a_case(), DIALOG, answers)
    assert decision.changes == (DialogAnswered(DIALOG),)
    assert all("Firefox" in repr(order.act) for order in decision.orders)


def test_desks_are_asked_for_tagged_dialogs_once_a_minute() -> None:
    decision = escalation.look_for_tagged(["carrot", "other"], NOW)
    again = escalation.look_for_tagged(["carrot", "other"], NOW + timedelta(seconds=20))
    assert [order.id for order in decision.orders] == [order.id for order in again.orders]
    assert len({order.group for order in decision.orders}) == 2
