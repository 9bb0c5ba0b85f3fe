"""The forms of surge mode in Slack: to declare an outage, to write an update, and what is shown before either goes out.

What was written travels in the second form's `private_metadata` (3,000 characters at most, Slack's view reference).
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from chalicelib.model.case import Case
from chalicelib.rendering import naming
from chalicelib.rendering.block_kit import Block, escape, modal, plain, quote, section
from chalicelib.rendering.moments import when
from chalicelib.rendering.slack_forms import list_field, option, optional, several_field, text_field, tick_field
from chalicelib.rendering.slack_outage import SIGNS, where
from chalicelib.team import Language, Team

WORDS_LIMIT = 1_000
_LANGUAGES: dict[Language, str] = {"en": "English", "ru": "Russian"}
_NEXT = {
    "15": "In 15 minutes",
    "30": "In 30 minutes",
    "60": "In an hour",
    "120": "In two hours",
    "240": "In four hours",
}
_UNTRANSLATED = option("yes", "Send it in one language; the other's readers see that it is not translated")
_STAGES = [option(stage, f"{sign} {word}") for stage, (sign, word) in SIGNS.items() if stage != "resolved"]


def declare_form(areas: Collection[str], words: dict[str, str], team: Team) -> Block:
    """Which areas (`product/area`), what is known, and when there is more; `words` are ready to be changed."""
    options = [
        option(f"{name}/{area}", f"{known.name.en} ({product.name.en})")
        for name, product in team.products.items()
        for area, known in product.areas.items()
    ]
    hint = "Each report of these areas is answered at once and joins the outage; Jira and Slack have one issue."
    blocks = [several_field("areas", "What is broken?", options, initial=areas, hint=hint), *_words(words, team)]
    blocks += [optional(_next_by("30"))]
    return _form("Start surge mode", "declare", blocks, "", "Preview")


def update_form(case: Case, team: Team, metadata: str, *, ends: bool) -> Block:
    """One update for everyone affected; the last one says what happened, and is sorry."""
    asked = "What happened, and that you are sorry" if ends else "What do you know now?"
    blocks = [section(f"*{escape(where(case, team))}*"), *_words({}, team, asked)]
    if not ends:
        stage = case.outage.newest.stage if case.outage else "investigating"
        blocks += [list_field("stage", "How far are you?", _STAGES, initial=stage), optional(_next_by("30"))]
    return _form("It is over" if ends else "Write an update", "update", blocks, metadata, "Preview")


def declare_preview(
    about: str,
    texts: dict[str, str],
    next_by: datetime | None,
    cases: Sequence[Case],
    subscribers: int,
    team: Team,
    metadata: str,
) -> Block:
    """What people will read, and who: the open cases that join, the status page's subscribers. It goes out by this."""
    shown = [option(case.id, _case(case, team)) for case in cases]
    people = f"{subscribers:,} {'subscriber is' if subscribers == 1 else 'subscribers are'} told"
    told = f"\nThe status page's {people} at once.{_second_yes(subscribers, team)}" if subscribers else ""
    blocks = [section(f"*{escape(about)}*{told}"), *_read(texts, next_by, team)]
    if shown:
        hint = "Their people hear of the outage at once; their issues are closed as its duplicates."
        field = several_field("cases", "These open cases are part of it", shown, initial=[case.id for case in cases])
        blocks.append(optional(field | {"hint": plain(hint)}))
    return _form("Start surge mode?", "declare_sure", blocks, metadata, "Start")


def update_preview(
    case: Case, texts: dict[str, str], next_by: datetime | None, audience: int, team: Team, metadata: str, stage: str
) -> Block:
    """How many people are told, and what they read."""
    sign, word = next((shown for name, shown in SIGNS.items() if name == stage), ("", ""))
    people = f"{audience:,} {'person is' if audience == 1 else 'people are'} told"
    told = f"*{people}*, each once.{_second_yes(audience, team)}"
    blocks = [section(f"{sign} *{word}* · {escape(where(case, team))}\n{told}"), *_read(texts, next_by, team)]
    return _form("Send it?", "update_sure", blocks, metadata, "Send")


def no_outage(why: str) -> Block:
    """What a form answers that came too late."""
    return modal("Not sent", [section(f"Nobody was told anything: {escape(why)}.")])


def _second_yes(people: int, team: Team) -> str:
    most = team.limits.ask_above
    return f" A second person has to agree, as for more than {most:,}." if people > most else ""


def _words(words: dict[str, str], team: Team, asked: str = "What is known?") -> list[Block]:
    fields = [
        text_field(
            f"words_{language}", f"{asked} ({_LANGUAGES[language]})", initial=words.get(language, ""), limit=WORDS_LIMIT
        )
        for language in team.languages
    ]
    if len(fields) == 1:
        return fields
    return [*map(optional, fields), tick_field("untranslated", "Not translated yet", _UNTRANSLATED)]


def _next_by(initial: str) -> Block:
    options = [option(minutes, words) for minutes, words in _NEXT.items()]
    hint = "People read this moment; if it passes, the page says how late it is."
    return list_field("next_by", "The next update comes", options, initial=initial, hint=hint)


def _read(texts: dict[str, str], next_by: datetime | None, team: Team) -> list[Block]:
    blocks = []
    for language in team.languages:
        mark = "" if language in texts else ", marked as not translated"
        words = texts.get(language) or next(iter(texts.values()), "")
        blocks.append(section(f"{_LANGUAGES[language]}{mark}:\n{quote(words, WORDS_LIMIT * 2)}"))
    if next_by:
        blocks.append(section(f"⏳ The next update by {when(next_by, team.hours.as_hours(), 'en')}"))
    return blocks


def _case(case: Case, team: Team) -> str:
    key = f"{case.issue.key} · " if case.issue else ""
    people = naming.people(max(case.affected, 1))
    return f"{key}{naming.area_name(case, team)}: {naming.kind_name(case, team)} · {people}"


def _form(title: str, callback: str, blocks: list[Block], metadata: str, submit: str) -> Block:
    view = modal(title, blocks)
    return view | {"callback_id": callback, "private_metadata": metadata, "submit": plain(submit)}
