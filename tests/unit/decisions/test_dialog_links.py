"""Which dialog an operator means: every way in which a link is pasted, and nothing that only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions.dialog_links import Named, named
from chalicelib.model.dialog import Dialog

CARROT = "https://carrotquest.io/panel/57562/conversations/{id}"
ZEN = "https://shop.zendesk.com/agent/tickets/{id}?brand=1"
PANELS = {"carrot": CARROT, "zen": ZEN}
BIG = "99999999999999999999"  # beyond 2^53: an id is text
DIALOG = Dialog("carrot", BIG)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"https://carrotquest.io/panel/57562/conversations/{BIG}", ""),
        (f"https://carrotquest.io/panel/57562/conversations/{BIG} The price is 0", "The price is 0"),
        (f"  https://www.carrotquest.io/panel/57562/conversations/{BIG}/   Two   words ", "Two   words"),
        (f"http://carrotquest.io/panel/57562/conversations/{BIG}?tab=notes&x=1#last It broke", "It broke"),
        (f"carrotquest.io/panel/57562/conversations/{BIG} It broke", "It broke"),
        (f"HTTPS://CarrotQuest.io/panel/57562/conversations/{BIG} It broke", "It broke"),
        (f"<https://carrotquest.io/panel/57562/conversations/{BIG}> It broke", "It broke"),
        (f"It broke: (https://carrotquest.io/panel/57562/conversations/{BIG}), since noon", "It broke: since noon"),
        (f"https://carrotquest.io/panel/57562/conversations/{BIG}\nBroken.\nSince noon.", "Broken.\nSince noon."),
    ],
)
def test_a_link_and_the_words_around_it(text: str, words: str) -> None:
    assert named(text, PANELS) == Named(DIALOG, words)


def test_the_first_of_two_links_counts_and_the_other_is_a_word() -> None:
    text = "https://shop.zendesk.com/agent/tickets/17?x as https://carrotquest.io/panel/57562/conversations/5"
    found = named(text, PANELS)
    assert found == Named(Dialog("zen", "17"), "as https://carrotquest.io/panel/57562/conversations/5")


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("1779563.", "1779563"),
        ("1779563: it broke", "1779563"),
        ("6f1b5a1e-7c1b-4e5e-9a55-0d7a1d9f6c11,", "6f1b5a1e-7c1b-4e5e-9a55-0d7a1d9f6c11"),
        ("shop:17.a@b", "shop:17.a@b"),
        ("x" * 129, None),
    ],
)
def test_an_id_is_whatever_the_desk_calls_it(written: str, known: str | None) -> None:
    found = named(f"https://carrotquest.io/panel/57562/conversations/{written}", PANELS)
    assert (found.dialog.id if found else None) == known


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "the price is 0",
        "https://carrotquest.io/panel/57562/conversations/",
        "https://carrotquest.io/panel/99999/conversations/5",
        "https://evilcarrotquest.io/panel/57562/conversations/5",
        "https://evil.example/carrotquest.io/panel/57562/conversations/5",
        "https://carrotquest.io.evil.example/panel/57562/conversations/5",
        "anna@carrotquest.io/panel/57562/conversations/5",
    ],
)
def test_what_is_no_dialog_of_ours(text: str) -> None:
    assert named(text, PANELS) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{BIG} It broke", Named(DIALOG, "It broke")),
        ("17", Named(Dialog("carrot", "17"), "")),
        (f"{BIG}0 It broke", None),
        ("It broke 17", None),
        ("17th of May", None),
        ("١٧", None),
    ],
)
def test_a_bare_id_where_there_is_one_desk(text: str, found: Named | None) -> None:
    assert named(text, {"carrot": CARROT}) == found
    assert named(text, PANELS) is None, "whose would it be?"
    assert named(text, {"carrot": CARROT}, bare=False) is None


@given(st.text(max_size=200))
def test_whatever_is_written_names_one_dialog_or_none(text: str) -> None:
    found = named(f"{text} https://carrotquest.io/panel/57562/conversations/5 {text}", PANELS)
    assert found is not None
    named(text, {})
    named(text, PANELS)
