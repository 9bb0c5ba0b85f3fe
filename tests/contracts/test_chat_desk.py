"""The contract of `ChatDesk`, in every world that has one."""

from typing import Any

import pytest

from chalicelib.errors import Permanent, Rejected
from chalicelib.model.dialog import Dialog
from chalicelib.model.person import Person, Place
from tests.contracts.desks import PAGE, DeskWorld

NOBODY_SUCH = "1800000000000999007"
ERIN = "139591"


class TestReading:
    def test_who_says_it_and_from_where(self, chat: DeskWorld) -> None:
        dialog = chat.start("My order shows 0.00")
        state = chat.desk.read(dialog)
        assert state.dialog == Dialog("carrot", dialog)
        assert state.person == Person("user:customer-ann", "Ann", "ann@example.com", "en")
        assert state.page == Place(PAGE, PAGE)
        assert (state.tags, state.assignee) == ((), None)

    def test_lines_say_who_can_read_them_the_newest_last(self, chat: DeskWorld) -> None:
        dialog = chat.start("My order shows 0.00")
        chat.write(dialog, "I am looking")
        chat.remark(dialog, "/bug the price again")
        chat.say(dialog, "Thank you")
        lines = chat.desk.read(dialog).lines
        assert [(line.who, line.text, line.name) for line in lines] == [
            ("person", "My order shows 0.00", "Ann"),
            ("operator", "I am looking", "Daria Belova"),
            ("note", "/bug the price again", "Daria Belova"),
            ("person", "Thank you", "Ann"),
        ]
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        assert not any(line.ours for line in lines)

    def test_ids_beyond_what_a_float_holds_stay_exact(self, chat: DeskWorld) -> None:
        dialog = chat.start("One")
        second, third = chat.say(dialog, "Two"), chat.remark(dialog, "Three")
        noted = chat.desk.note(dialog, "Four", "c1/o1", look_first=False)
        state = chat.desk.read(dialog)
        assert int(dialog) > 2**53 and int(dialog) != int(float(dialog))
        assert state.dialog.id == dialog
        assert [line.id for line in state.lines[1:]] == [second, third, noted]

    def test_of_a_long_dialog_the_newest(self, chat: DeskWorld) -> None:
        dialog = chat.start("0")
        for number in range(1, 60):
            chat.say(dialog, str(number))
        assert [line.text for line in chat.desk.read(dialog).lines] == [str(number) for number in range(10, 60)]

    def test_what_changed_in_between_hides_no_lines(self, chat: DeskWorld) -> None:
        dialog = chat.start("First")
        for number in range(60):
            chat.desk.tag(dialog, f"tag-{number}")
        chat.say(dialog, "Second")
        assert [line.text for line in chat.desk.read(dialog).lines] == ["First", "Second"]


class TestWriting:
    def test_a_note_is_for_operators_alone(self, chat: DeskWorld) -> None:
        dialog = chat.start("Hello")
        noted = chat.desk.note(dialog, "SHOP-1 is open", "c1/o1", look_first=False)
        assert chat.notes(dialog) == ["SHOP-1 is open"]
        assert chat.seen_by_person(dialog) == ["Hello"]
        line = chat.desk.read(dialog).lines[-1]
        assert (line.id, line.who, line.ours) == (noted, "note", True)

    def test_a_reply_is_for_the_person(self, chat: DeskWorld) -> None:
        dialog = chat.start("Hello")
        replied = chat.desk.reply(dialog, "It is fixed", "c1/o1", look_first=False)
        assert chat.seen_by_person(dialog) == ["Hello", "It is fixed"]
        assert chat.notes(dialog) == []
        line = chat.desk.read(dialog).lines[-1]
        assert (line.id, line.who, line.name, line.ours) == (replied, "operator", "Wilco", True)

    @pytest.mark.parametrize("name", ["note", "reply"])
    def test_an_earlier_attempt_is_found_by_its_order(self, chat: DeskWorld, name: str) -> None:
        dialog, write = chat.start("Hello"), getattr(chat.desk, name)
        first = write(dialog, "Same words", "c1/o1", look_first=False)
        second = write(dialog, "Same words", "c1/o2", look_first=True)
        assert first != second
        assert write(dialog, "Same words", "c1/o1", look_first=True) == first
        assert write(dialog, "Same words", "c1/o2", look_first=True) == second
        assert len(chat.desk.read(dialog).lines) == 3

    def test_an_attempt_far_back_is_found(self, chat: DeskWorld) -> None:
        dialog = chat.start("Hello")
        first = chat.desk.note(dialog, "Told", "c1/o1", look_first=False)
        for number in range(110):
            chat.say(dialog, str(number))
        assert chat.desk.note(dialog, "Told", "c1/o1", look_first=True) == first

    def test_all_letters_arrive(self, chat: DeskWorld) -> None:
        text = "Цена 0 & 1 < 2\nhttps://wilco.example/t/a.b?c=d&e=%20 🙂"
        dialog = chat.start(text)
        chat.desk.note(dialog, text, "c1/o1", look_first=False)
        assert [line.text for line in chat.desk.read(dialog).lines] == [text, text]


class TestTagging:
    def test_twice_is_once(self, chat: DeskWorld) -> None:
        dialog = chat.start("Hello")
        chat.desk.tag(dialog, "bug")
        chat.desk.tag(dialog, "bug")
        assert chat.desk.read(dialog).tags == ("bug",)

    def test_open_dialogs_with_the_tag_are_listed_the_newest_first(self, chat: DeskWorld) -> None:
        plain, first, second, closed = (chat.start(text) for text in ("none", "one", "two", "closed"))
        for dialog in (first, second, closed):
            chat.desk.tag(dialog, "bug")
        chat.desk.tag(plain, "bugs")
        chat.close(closed)
        assert chat.desk.tagged("bug") == [second, first]
        chat.say(first, "And?")
        chat.say(closed, "Still broken")
        assert chat.desk.tagged("bug") == [closed, first, second]
        assert chat.desk.tagged("other") == []

    def test_no_tag(self, chat: DeskWorld) -> None:
        with pytest.raises(Rejected):
            chat.desk.tag(chat.start("Hello"), " ")


class TestAssigning:
    def test_twice_is_once(self, chat: DeskWorld) -> None:
        dialog = chat.start("Hello")
        chat.desk.assign(dialog, ERIN)
        chat.desk.assign(dialog, ERIN)
        assert chat.desk.read(dialog).assignee == ERIN

    def test_nobody_such(self, chat: DeskWorld) -> None:
        with pytest.raises(Permanent):
            chat.desk.assign(chat.start("Hello"), "5")


class TestRefusing:
    @pytest.mark.parametrize(
        "act",
        [
            lambda desk: desk.read(NOBODY_SUCH),
            lambda desk: desk.note(NOBODY_SUCH, "t", "c1/o1", look_first=False),
            lambda desk: desk.note(NOBODY_SUCH, "t", "c1/o1", look_first=True),
            lambda desk: desk.reply(NOBODY_SUCH, "t", "c1/o1", look_first=False),
            lambda desk: desk.tag(NOBODY_SUCH, "bug"),
            lambda desk: desk.assign(NOBODY_SUCH, ERIN),
            lambda desk: desk.read(""),
            lambda desk: desk.read(".."),
            lambda desk: desk.read("../users/1"),
        ],
    )
    def test_a_dialog_that_is_gone_is_permanent(self, chat: DeskWorld, act: Any) -> None:
        with pytest.raises(Permanent) as gone:
            act(chat.desk)
        assert not isinstance(gone.value, Rejected)

    @pytest.mark.parametrize("name", ["note", "reply"])
    def test_an_empty_text_is_rejected(self, chat: DeskWorld, name: str) -> None:
        with pytest.raises(Rejected):
            getattr(chat.desk, name)(chat.start("Hello"), " ", "c1/o1", look_first=False)
