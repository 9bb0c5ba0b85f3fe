"""The tour's accounts of a support chat see what is wrong: each mistake, in evidence that is otherwise as promised."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from sandbox.chat.directory import BOT, OPERATORS
from tour.chat_accounts import ChatAccounts
from tour.dialog_accounts import DialogAccount
from tour.dialogs import ANSWER, HandedOver
from tour.world import Json

WORDS = "Empty since the release"
URL = "https://chat.example/conversations/7"
PAGE = "https://wilco.example/t/r1.secret"
KEY = "SHOP-1"


def part(kind: str, body: str) -> Json:
    return {"type": kind, "body": body, "from": {"id": BOT.id}}


def note(word: str, more: str = "") -> Json:
    return part("note", f"{KEY} · {word} · Orders: Missing data\nhttps://jira.example/browse/{KEY}{more}")


RECEIVED = note("Received", f"\nWhat the person sees: {PAGE}")
ASKED = part("note", "Mikhail asked the person:\n> Which browser is it?")
SOLVED = note("Solved")
TOLD = part("reply_admin", "We have your report.\n\nAn engineer looks at it next.")
QUESTION = part("reply_admin", "The team has a question for you.\n\nWhich browser is it?")
DARIA = {"type": "reply_admin", "body": "Thank you.", "from": {"id": OPERATORS["daria"].id}}
HANDED_OVER = f"🎧 Daria Belova handed over a support dialog.\n{URL}"
ADDED = f"✍️ The reporter adds:\n{ANSWER}"

DUE = HandedOver(
    "7", "elif", "Daria Belova", WORDS,
    noted=["received", "question", "resolved"], told=["received", "question"], answered=[ANSWER],
)  # fmt: skip


def chat(*parts: Json, tags: tuple[str, ...] = ("bug",), assignee: str = "mikhail") -> Json:
    """The dialog as the chat shows it."""
    seen = [one["body"] for one in parts if one["type"] != "note"]
    whose = {"id": OPERATORS[assignee].id}
    return {"url": URL, "tags": list(tags), "assignee": whose, "parts": list(parts), "seen_by_person": seen}


def issue(comments: int = 1, assignee: str = "5b10a-mikhail", description: str = WORDS) -> Json:
    fields = {
        "labels": ["from-chat", "area-orders", "kind-missing-data"],
        "priority": {"name": "High"},
        "assignee": {"accountId": assignee},
        "description": description,
    }
    return {"key": KEY, "fields": fields, "remote_links": [], "comments": [{"body": ANSWER}] * comments}


GOOD = DialogAccount(
    DUE, chat(RECEIVED, TOLD, DARIA, ASKED, QUESTION, SOLVED), issue(), (HANDED_OVER, ADDED), "Received"
)
MAIL = {"subject": "Solved", "text": "The problem is solved", "html": "<p>The problem is solved</p>"}


def differences(account: DialogAccount) -> list[tuple[str, ...]]:
    """What is lost or uncalled-for, but for the links, which are found with those of all issues."""
    due, found = Counter(account.expected()), Counter(account.found())
    different = [*(due - found), *(found - due)]
    return [one for one in different if not one[0].startswith("link")]


def wrong(promises: str = "1 of 1 kept (100%)", mail: Json = MAIL, **changes: Any) -> list[str]:
    """What the chapter's accounts say of this dialog."""
    account = replace(GOOD, **changes)
    return list(ChatAccounts((account,), account.issue, promises).mistakes([mail], [KEY]))


def test_what_is_as_promised_is_no_mistake() -> None:
    assert differences(GOOD) == []
    assert wrong() == []
    assert (GOOD.report_id, GOOD.tracking_url) == ("r1", PAGE)
    assert ("link to the dialog", "the list of orders: empty", URL) in set(GOOD.expected())


@pytest.mark.parametrize(
    ("changes", "difference"),
    [
        ({"shown": chat(RECEIVED, TOLD, ASKED, QUESTION)}, ("note", "7", "resolved")),
        ({"shown": chat(RECEIVED, TOLD, ASKED, QUESTION, SOLVED, SOLVED)}, ("note", "7", "resolved")),
        ({"shown": chat(RECEIVED, ASKED, QUESTION, SOLVED)}, ("reply", "7", "received")),
        ({"shown": chat(RECEIVED, TOLD, TOLD, ASKED, QUESTION, SOLVED)}, ("reply", "7", "received")),
        ({"shown": chat(RECEIVED, TOLD, ASKED, QUESTION, SOLVED, tags=())}, ("tag", "7", "bug")),
        ({"lines": (HANDED_OVER, HANDED_OVER, ADDED)}, ("line that hands over", "7", "Daria Belova")),
        ({"lines": (HANDED_OVER,)}, ("answer in the thread", "7", ANSWER)),
        ({"issue": issue(comments=2)}, ("answer on the issue", "7", ANSWER)),
    ],
)
def test_what_is_missing_or_there_twice_is_named(changes: Any, difference: tuple[str, ...]) -> None:
    assert differences(replace(GOOD, **changes)) == [difference]


def test_a_note_without_the_key_is_none() -> None:
    bare = part("note", SOLVED["body"].replace(KEY, "SHOP-2"))
    found = differences(replace(GOOD, shown=chat(RECEIVED, TOLD, ASKED, QUESTION, bare)))
    assert sorted(found) == [("note", "7", "resolved"), ("note", "7", "something without the key")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"shown": chat(RECEIVED, TOLD, SOLVED, ASKED, QUESTION)}, "out of order: the notes in 7"),
        ({"shown": chat(RECEIVED, QUESTION, TOLD, ASKED, SOLVED)}, "out of order: the replies in 7"),
        ({"shown": chat(*GOOD.shown["parts"], assignee="erin")}, "7 is not Mikhail's"),
        ({"issue": issue(assignee="5b10a-erin")}, "SHOP-1 is not Mikhail's"),
        ({"issue": issue(description="")}, "the engineers do not have"),
        ({"page": f"Received: {WORDS}"}, f"somebody who waits can read '{WORDS}'"),
        ({"mail": MAIL | {"html": f"<a>{KEY}</a>"}}, f"somebody who waits can read '{KEY}'"),
        ({"shown": chat(*GOOD.shown["parts"], part("reply_admin", KEY))}, f"somebody who waits can read '{KEY}'"),
        ({"promises": "0 of 1 kept (0%)"}, "the promise was kept"),
    ],
)
def test_what_no_count_shows_is_said(changes: Any, said: str) -> None:
    found = wrong(**changes)
    assert len(found) == 1
    assert found[0].startswith(said)
