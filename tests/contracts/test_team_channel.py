"""The contract of `TeamChannel`, in every world that has one."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.errors import Permanent, Rejected
from chalicelib.model.case import Thread
from chalicelib.observe import now
from chalicelib.ports import Message, TeamChannel
from tests.fakes import FakeSlack


def message(text: str = "Wrong price") -> Message:
    return Message(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])


@pytest.fixture(autouse=True)
def same_clock(channel: TeamChannel) -> None:
    if isinstance(channel, FakeSlack):
        channel.now = now()


class TestPosting:
    def test_a_post_is_found_by_its_order(self, channel: TeamChannel) -> None:
        posted = channel.post("C0WILCO", message(), "c1/o1")
        assert posted.channel == "C0WILCO"
        assert channel.find("C0WILCO", "c1/o1", now()) == posted

    def test_a_reply_is_found_in_its_thread_and_not_outside(self, channel: TeamChannel) -> None:
        parent = channel.post("C0WILCO", message(), "c1/o1")
        reply = channel.post("C0WILCO", message("It is taken"), "c1/o2", parent.ts)
        assert channel.find("C0WILCO", "c1/o2", now(), parent.ts) == reply
        assert channel.find("C0WILCO", "c1/o2", now()) is None

    def test_what_was_never_posted_is_not_found(self, channel: TeamChannel) -> None:
        channel.post("C0WILCO", message(), "c1/o1")
        assert channel.find("C0WILCO", "c1/o9", now()) is None
        assert channel.find("C0MEDIA", "c1/o1", now()) is None

    def test_nothing_older_than_asked_for_is_found(self, channel: TeamChannel) -> None:
        channel.post("C0WILCO", message(), "c1/o1")
        assert channel.find("C0WILCO", "c1/o1", now() + timedelta(hours=1)) is None

    def test_a_post_far_back_is_found(self, channel: TeamChannel) -> None:
        first = channel.post("C0WILCO", message(), "c1/o1")
        for number in range(210):
            channel.post("C0WILCO", message(str(number)), f"c2/{number}")
        assert channel.find("C0WILCO", "c1/o1", now() - timedelta(hours=1)) == first


class TestUpdating:
    def test_an_update_keeps_the_place_and_carries_its_order(self, channel: TeamChannel) -> None:
        posted = channel.post("C0WILCO", message(), "c1/o1")
        channel.update(posted, message("Taken"), "c1/o2")
        assert channel.find("C0WILCO", "c1/o2", now()) == posted

    def test_a_message_that_is_gone(self, channel: TeamChannel) -> None:
        with pytest.raises(Permanent):
            channel.update(Thread("C0WILCO", "1700000000.000100"), message(), "c1/o1")


class TestLinking:
    def test_a_link_opens_the_message(self, channel: TeamChannel) -> None:
        posted = channel.post("C0WILCO", message(), "c1/o1")
        link = channel.permalink(posted)
        assert link.startswith("http")
        assert f"C0WILCO/p{posted.ts.replace('.', '')}" in link

    def test_there_is_none_to_nothing(self, channel: TeamChannel) -> None:
        with pytest.raises(Permanent):
            channel.permalink(Thread("C0WILCO", "1700000000.000100"))


class TestRefusing:
    @pytest.mark.parametrize(
        "act",
        [
            lambda channel: channel.post("C0NOWHERE", message(), "c1/o1"),
            lambda channel: channel.find("C0NOWHERE", "c1/o1", now()),
        ],
    )
    def test_an_unknown_channel_is_permanent(self, channel: TeamChannel, act: Any) -> None:
        with pytest.raises(Permanent, match="channel_not_found"):
            act(channel)

    @pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
    def test_an_empty_message_is_rejected(self, channel: TeamChannel) -> None:
        with pytest.raises(Rejected):
            channel.post("C0WILCO", Message("", []), "c1/o1")
