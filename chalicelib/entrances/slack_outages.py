"""Surge mode in Slack: the forms behind *Start surge mode*, `/wilco outage`, *Write an update…* and *It is over…*.

Each form is shown once more before anything goes out: what people will read, in each language, and how many they are.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from chalicelib import wiring
from chalicelib.decisions.outages import Draft
from chalicelib.entrances import outages, surges
from chalicelib.entrances.payloads.slack import Interaction, View
from chalicelib.entrances.slack_people import who
from chalicelib.model.outage import Stage
from chalicelib.observe import now
from chalicelib.store.cases import get_case
from chalicelib.store.followers import audience
from chalicelib.store.subscribers import how_many
from chalicelib.store.surges import get_suspicion
from chalicelib.team import team

Json = dict[str, Any]
Outcome = tuple[str, Json | None]

_METADATA_LIMIT = 3_000  # docs.slack.dev/reference/views
_STAGES = ("investigating", "identified", "monitoring", "resolved")


@dataclass(frozen=True)
class Written:
    """What stands in a form, kept in the next one: `about` are areas (`product/area`), or an outage's case."""

    form: str
    about: tuple[str, ...]
    texts: dict[str, str]
    stage: Stage = "investigating"
    next_by: str | None = None
    wrong: dict[str, str] = field(default_factory=dict)

    def draft(self) -> Draft:
        """As it is decided on."""
        return Draft(self.form, self.texts, self.stage, datetime.fromisoformat(self.next_by) if self.next_by else None)

    def metadata(self) -> str:
        """As it travels."""
        kept = {"form": self.form, "about": self.about, "texts": self.texts, "stage": self.stage, "next": self.next_by}
        return json.dumps(kept, ensure_ascii=False)


def open_declare_form(trigger_id: str, suspicion_id: str = "") -> str:
    """The form, with the area of a suspicion and words that can go out as they are."""
    from chalicelib.rendering.outage import default_words
    from chalicelib.rendering.outage_forms import declare_form

    suspicion = get_suspicion(suspicion_id) if suspicion_id else None
    areas = [f"{suspicion.product}/{suspicion.area}"] if suspicion else []
    words = default_words("declared", team())
    wiring.channel().open_modal(trigger_id, declare_form(areas, words, team()))
    return "form opened"


def open_update_form(case_id: str, trigger_id: str, *, ends: bool) -> str:
    """The form, unless it is over already."""
    from chalicelib.rendering.outage_forms import no_outage, update_form

    case = get_case(case_id)
    if case is None or case.outage is None or not case.is_open:
        wiring.channel().open_modal(trigger_id, no_outage("the outage is over"))
        return "it is over"
    metadata = json.dumps({"about": case.id, "ends": ends})
    wiring.channel().open_modal(trigger_id, update_form(case, team(), metadata, ends=ends))
    return "form opened"


def declare_asked(sent: Interaction, view: View) -> Outcome:
    """The first form: checked, and shown as people will read it."""
    from chalicelib.rendering.outage_forms import declare_preview

    written = _written(view, view.all_chosen("areas", "choice"))
    products = {one.partition("/")[0] for one in written.about}
    if len(products) != 1:
        said = "Please choose one." if not products else "One outage is of one product: please choose areas of one."
        return "it has to change", _errors({"areas": said, **written.wrong})
    if written.wrong:
        return "it has to change", _errors(written.wrong)
    (product,), areas = products, _areas(written)
    cases, next_by = outages.may_join(product, areas, now()), written.draft().next_by
    named = ", ".join(team().products[product].areas[area].name.en for area in areas)
    about = f"{named} ({team().products[product].name.en})"
    readers = how_many(product)
    view_again = declare_preview(about, written.texts, next_by, cases, readers, team(), written.metadata())
    return "shown", {"response_action": "update", "view": view_again}


def declare_sure(sent: Interaction, view: View) -> Outcome:
    """The second one: it goes out. Every case joins that nobody has left out, also one that is newer than the form."""
    written, (name, _) = _kept(view), who(sent.user)
    product, left_out = written.about[0].partition("/")[0], view.left_out("cases", "choice")
    found = outages.may_join(product, _areas(written), now())
    cases = tuple(case.id for case in found if case.id not in left_out)
    outages.declare(product, _areas(written), written.draft(), cases, name, now())
    surges.look_at(product, _areas(written), now())
    return "declared", None


def update_asked(sent: Interaction, view: View) -> Outcome:
    """The first form of an update."""
    from chalicelib.rendering.outage_forms import no_outage, update_preview

    about = json.loads(view.private_metadata)
    case = get_case(about["about"])
    written = _written(view, (about["about"],), ends=about["ends"])
    if written.wrong:
        return "it has to change", _errors(written.wrong)
    if case is None or not case.is_open:
        return "it is over", {"response_action": "update", "view": no_outage("the outage is over")}
    view_again = update_preview(
        case, written.texts, written.draft().next_by, audience(case.id), team(), written.metadata(), written.stage
    )
    return "shown", {"response_action": "update", "view": view_again}


def update_sure(sent: Interaction, view: View) -> Outcome:
    """The second one: it goes out, or says why not."""
    from chalicelib.rendering.outage_forms import no_outage

    written, (name, _) = _kept(view), who(sent.user)
    why = outages.update(written.about[0], written.draft(), name, now())
    if why in ("an update", "the end", "it is sent already"):
        return why, None
    return why, {"response_action": "update", "view": no_outage(why)}


def _written(view: View, about: tuple[str, ...], *, ends: bool = False) -> Written:
    typed: dict[str, str] = {language: view.typed(f"words_{language}", "text") for language in team().languages}
    texts = {language: words for language, words in typed.items() if words}
    minutes = view.chosen("next_by", "choice")
    next_by = (now() + timedelta(minutes=int(minutes))).isoformat(timespec="minutes") if minutes.isdecimal() else None
    stage = view.chosen("stage", "choice")
    known = cast(Stage, "resolved" if ends else stage if stage in _STAGES else "investigating")
    alone = bool(view.all_chosen("untranslated", "choice"))
    written = Written(view.id, about, texts, known, None if ends else next_by, _wrong(texts, alone=alone))
    if len(written.metadata()) > _METADATA_LIMIT:
        return Written(view.id, about, {}, wrong={f"words_{team().languages[0]}": "Please say it in fewer words."})
    return written


def _wrong(texts: dict[str, str], *, alone: bool) -> dict[str, str]:
    missing = [language for language in team().languages if language not in texts]
    if not texts:
        return {f"words_{missing[0]}": "Please say what people should know."}
    if missing and not alone:
        return {f"words_{missing[0]}": "Please write it in this language too, or tick the box below."}
    return {}


def _kept(view: View) -> Written:
    kept = json.loads(view.private_metadata)
    return Written(kept["form"], tuple(kept["about"]), kept["texts"], kept["stage"], kept["next"])


def _areas(written: Written) -> tuple[str, ...]:
    return tuple(one.partition("/")[2] for one in written.about)


def _errors(fields: dict[str, str]) -> Json:
    return {"response_action": "errors", "errors": fields}


def named(action_id: str) -> Callable[[Interaction, str], str] | None:
    """The button that names an outage: a suspected surge is part of it."""
    action, _, outage_id = action_id.partition(":")
    return (lambda sent, suspicion_id: _part_of(suspicion_id, outage_id)) if action == "part_of" else None


def _part_of(suspicion_id: str, outage_id: str) -> str:
    suspicion = get_suspicion(suspicion_id)
    if suspicion is None:
        return "no such suspicion"
    why = outages.add_area(outage_id, suspicion.product, suspicion.area, now())
    surges.look_at(suspicion.product, [suspicion.area], now())
    return why


def _reopen(sent: Interaction, case_id: str) -> str:
    return outages.reopen(case_id, who(sent.user)[0], now())


BUTTONS: dict[str, Callable[[Interaction, str], str]] = {
    "start_surge_mode": lambda sent, suspicion_id: open_declare_form(sent.trigger_id, suspicion_id),
    "write_update": lambda sent, case_id: open_update_form(case_id, sent.trigger_id, ends=False),
    "end_outage": lambda sent, case_id: open_update_form(case_id, sent.trigger_id, ends=True),
    "reopen_outage": _reopen,
}
FORMS: dict[str, Callable[[Interaction, View], Outcome]] = {
    "declare": declare_asked,
    "declare_sure": declare_sure,
    "update": update_asked,
    "update_sure": update_sure,
}
