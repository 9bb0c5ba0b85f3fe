"""*Reply…* in Slack: its form, what goes out, and what is promised with it."""

from datetime import timedelta

import pytest

from chalicelib.model.orders import TellFollowers
from chalicelib.model.status import Status
from chalicelib.observe import now
from chalicelib.store.orders import get_order, ledger
from tests.conftest import World
from tests.events import slack_press
from tests.slack_forms import slack_reply
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_slack_interactions import CASE, case, opened, send


def test_the_form_of_a_reply(api: Api, world: World) -> None:
    opened()
    assert send(api, slack_press("reply", CASE.id)) == 200
    ((_, view),) = world.slack.views
    assert (view["callback_id"], view["private_metadata"]) == ("reply", CASE.id)


def test_nobody_replies_to_a_closed_case(api: Api, world: World) -> None:
    opened(Status.RESOLVED)
    send(api, slack_press("reply", CASE.id))
    ((_, view),) = world.slack.views
    assert "submit" not in view


def test_a_reply_and_its_promise_go_out_once(api: Api) -> None:
    opened()
    due = now() + timedelta(hours=1)
    for _ in range(2):
        assert send(api, slack_reply(CASE.id, saved="looking", words="Hold on", due=due.isoformat())) == 200
    assert set(ledger(CASE.id)) == {"fan_out:reply:V0REPLY:told", "slack:reply:V0REPLY:said"}
    promise = case().promise
    assert promise
    assert (promise.by, promise.due, promise.told_due) == ("Erin", due, due + timedelta(minutes=30))
    told = get_order(CASE.id, "fan_out:reply:V0REPLY:told")
    assert told
    assert isinstance(told.act, TellFollowers)
    notice = told.act.notice
    assert (notice.kind, notice.saved, notice.text) == ("holding", "looking", "Hold on")
    assert notice.promised == promise.told_due


def test_the_second_reply_keeps_the_promise_of_the_first(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    opened()
    send(api, slack_reply(CASE.id, words="Soon", due=(now() + timedelta(hours=1)).isoformat()))
    send(api, slack_reply(CASE.id, words="Found it", view_id="V0SECOND"))
    assert case().promise is None
    assert '"event":"promise_kept","product":"shop"' in capsys.readouterr().out


@pytest.mark.parametrize("due", ["", "soon", "2000-01-01T00:00:00+00:00", "2100-01-01T00:00:00"])
def test_a_moment_that_is_none_or_is_over_is_not_promised(api: Api, due: str) -> None:
    opened()
    assert send(api, slack_reply(CASE.id, words="Soon", due=due)) == 200
    assert case().promise is None
    assert "fan_out:reply:V0REPLY:told" in ledger(CASE.id)


@pytest.mark.parametrize("form", [{}, {"words": "  "}, {"saved": "not-in-the-file"}])
def test_a_reply_without_words_tells_nobody(api: Api, form: dict[str, str]) -> None:
    opened()
    assert send(api, slack_reply(CASE.id, **form)) == 200
    assert (case().version, ledger(CASE.id)) == (1, {})
