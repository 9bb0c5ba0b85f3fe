"""Once a minute areas are looked at; a button dismisses what is suspected. The table is real."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.decisions.suspecting import came, minute_of
from chalicelib.entrances.surges import dismiss, look_at_areas
from chalicelib.errors import Refusal
from chalicelib.model.decision import Decision
from chalicelib.model.surge_acts import SUSPECTED
from chalicelib.model.suspicion import AreaLearnt, Suspicion
from chalicelib.observe import now
from chalicelib.store import surges
from chalicelib.store.commit import commit
from chalicelib.store.orders import ledger
from chalicelib.team import team
from tests.builders import NOW, a_person, a_quiet_area, a_report
from tests.events import slack_press
from tests.store.test_races import at_once
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_slack_interactions import send
from tests.unit.entrances.test_sweep import sweep

pytestmark = pytest.mark.usefixtures("table", "world")


def watched(area: str = "prices") -> None:
    commit(Decision("watched", (AreaLearnt(a_quiet_area(NOW, area)),)), NOW)


def come(people: int, area: str = "prices") -> None:
    for number in range(people):
        commit(Decision("came", came(a_report(person=a_person(number), area=area), None, NOW)), NOW)


def standing(area: str = "prices") -> Suspicion | None:
    known = surges.get_watched("shop", area)
    assert known is not None
    return surges.get_suspicion(known.suspicion) if known.suspicion else None


def raised(area: str = "prices") -> Suspicion:
    found = standing(area)
    assert found is not None
    return found


def test_the_sweep_watches_every_area_of_the_file() -> None:
    sweep()
    places = [(name, area) for name, product in team().products.items() for area in product.areas]
    known = [surges.get_watched(*place) for place in places]
    assert [one.version for one in known if one] == [1] * len(places)
    assert all(one and now().timestamp() / 60 - one.state.learnt < 15 for one in known)


def test_a_suspicion_is_told_once_in_its_areas_channel() -> None:
    watched("media")
    come(14, "media")
    for minutes in range(3):
        look_at_areas(NOW + timedelta(minutes=minutes))
    suspicion = raised("media")
    assert suspicion.channel == "C0MEDIA"
    assert ledger(suspicion.id) == {SUSPECTED: "waiting"}


def test_two_sweeps_at_once_raise_one() -> None:
    watched()
    come(14)
    answers = at_once(*[lambda: look_at_areas(NOW)] * 4)
    assert answers == [None] * 4
    assert ledger(raised().id) == {SUSPECTED: "waiting"}


def test_an_area_where_nobody_came_lately_is_left_alone() -> None:
    watched()
    look_at_areas(NOW)
    look_at_areas(NOW + timedelta(hours=9))
    assert surges.get_watched("shop", "prices") == a_quiet_area()
    come(1)
    look_at_areas(NOW + timedelta(minutes=6))
    known = surges.get_watched("shop", "prices")
    assert known is not None
    assert known.state.learnt == minute_of(NOW) - 5, "the bucket before may still fill"
    assert known.suspicion is None


def test_it_is_over_though_nobody_comes_any_more() -> None:
    watched()
    come(14)
    look_at_areas(NOW)
    suspicion = raised()
    look_at_areas(NOW + timedelta(minutes=30))
    assert standing() is not None
    look_at_areas(NOW + timedelta(hours=24))
    assert standing() is None
    assert set(ledger(suspicion.id)) == {SUSPECTED, f"{SUSPECTED}:v2"}


def test_a_team_chooses_how_many_people_are_a_surge(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = team()
    monkeypatch.setattr(
        "chalicelib.entrances.surges.team",
        lambda: settings.model_copy(update={"surge": settings.surge.model_copy(update={"least": 15})}),
    )
    watched()
    come(14)
    look_at_areas(NOW)
    assert standing() is None


def test_not_an_outage_is_pressed_twice(api: Api) -> None:
    at = now()
    commit(Decision("watched", (AreaLearnt(a_quiet_area(at)),)), at)
    for number in range(4):
        commit(Decision("came", came(a_report(person=a_person(number)), None, at)), at)
    look_at_areas(at)
    suspicion = raised()
    for _ in range(2):
        assert send(api, slack_press("not_an_outage", suspicion.id)) == 200
    after = surges.get_suspicion(suspicion.id)
    known = surges.get_watched("shop", "prices")
    assert after == replace(suspicion, dismissed_by="Erin", version=2)
    assert known is not None
    assert known.state.doubt > 0
    assert set(ledger(suspicion.id)) == {SUSPECTED, f"{SUSPECTED}:v2"}


def test_what_is_over_or_unknown_is_not_dismissed() -> None:
    watched()
    come(14)
    look_at_areas(NOW)
    suspicion = raised()
    look_at_areas(NOW + timedelta(hours=24))
    assert dismiss(suspicion.id, "Erin", NOW) == "it is over already"
    with pytest.raises(Refusal, match="older than its data"):
        dismiss("surge:no:1", "Erin", NOW)
