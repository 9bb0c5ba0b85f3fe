"""Three places for pictures: given, free again, and kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.decisions.screenshots import AT_MOST, FORM_LIVES, ask, keep, place_of
from chalicelib.model.orders import Destination, SayInThread
from chalicelib.model.screenshot import AttachScreenshot, Screenshot
from tests.builders import NOW, a_case


def a_place(number: int = 1, **given: object) -> Screenshot:
    place = Screenshot("report-0001", number, "image/png", f"upload-{number}", NOW + timedelta(minutes=15))
    return replace(place, **given)  # type: ignore[arg-type]


def test_places_are_given_in_order() -> None:
    known: list[Screenshot] = []
    for number in range(1, AT_MOST + 1):
        place = place_of(ask("report-0001", known, "image/webp", f"upload-{number}", NOW))
        assert place is not None
        assert (place.number, place.version, place.kept) == (number, 1, False)
        assert place.incoming == f"incoming/report-0001/upload-{number}"
        known.append(place)
    assert place_of(ask("report-0001", known, "image/webp", "upload-4", NOW)) is None


def test_a_place_whose_form_may_still_be_used_is_not_given_to_another() -> None:
    known = [a_place(number) for number in (1, 2, 3)]
    while_it_lives = NOW + FORM_LIVES + timedelta(minutes=5)
    assert place_of(ask("report-0001", known, "image/png", "late", while_it_lives)) is None
    place = place_of(ask("report-0001", known, "image/jpeg", "later", NOW + timedelta(minutes=16)))
    assert place is not None
    assert (place.number, place.version, place.upload) == (1, 2, "later")


def test_a_place_that_is_filled_stays_so_for_ever() -> None:
    known = [a_place(number, kept=number != 2) for number in (1, 2, 3)]
    place = place_of(ask("report-0001", known, "image/png", "later", NOW + timedelta(days=400)))
    assert place is not None
    assert place.number == 2


@pytest.mark.parametrize(("kind", "extension"), [("image/webp", "webp"), ("image/png", "png"), ("image/jpeg", "jpg")])
def test_a_picture_goes_onto_the_issue_and_then_the_thread_hears_of_it(kind: str, extension: str) -> None:
    decision = keep(a_place(2, kind=kind), a_case())
    kept = place_of(decision)
    assert kept is not None
    assert (kept.kept, kept.version) == (True, 2)
    (attached,) = decision.orders
    (said,) = attached.then
    assert attached.act == AttachScreenshot(
        f"screenshots/report-0001/2.{extension}", f"wilco-report-0001-2.{extension}", kind
    )
    assert (attached.destination, attached.group) == (Destination.JIRA, a_case().id)
    assert (said.destination, said.act) == (Destination.SLACK, SayInThread("screenshot"))


def test_one_that_is_kept_already_changes_nothing() -> None:
    decision = keep(a_place(kept=True), a_case())
    assert (decision.changes, decision.orders) == ((), ())
