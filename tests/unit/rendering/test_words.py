"""Russian is complete and correct in form; a person is spoken to in a language of theirs that the team speaks."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from chalicelib.rendering import words

RENDERING = Path(words.__file__).parent
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def russian() -> Catalog:
    with (words.LOCALES / "ru/LC_MESSAGES/wilco.po").open("rb") as texts:
        return read_po(texts, locale="ru", abort_invalid=True)


def said() -> set[str]:
    """Every text that the code and the templates mark for translation."""
    methods = [("**.py", "python"), ("templates/**", "jinja2.ext.babel_extract")]
    found = extract_from_dir(RENDERING, methods, {"templates/**": {"encoding": "utf-8", "silent": "false"}})
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


def test_russian_has_every_text_and_no_other() -> None:
    assert {m.id[0] if isinstance(m.id, tuple) else m.id for m in russian() if m.id} == said()


def test_every_text_is_translated() -> None:
    for message in russian():
        if not message.id:
            continue
        forms = message.string if message.pluralizable else (message.string,)
        assert len(forms) == (3 if message.pluralizable else 1)
        assert not message.fuzzy
        for form in forms:
            assert re.search("[а-яё]", form, re.IGNORECASE), message.id
            expected = message.id[0] if message.pluralizable else message.id
            assert PLACEHOLDER.findall(form) == PLACEHOLDER.findall(expected)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "сообщил ещё 1 человек"),
        (2, "сообщили ещё 2 человека"),
        (5, "сообщили ещё 5 человек"),
        (11, "сообщили ещё 11 человек"),
        (21, "сообщил ещё 21 человек"),
        (22, "сообщили ещё 22 человека"),
        (112, "сообщили ещё 112 человек"),
    ],
)
def test_russian_plurals(count: int, told: str) -> None:
    one = "%(count)d other person has told us about it too."
    many = "%(count)d other people have told us about it too."
    assert told in words.catalogue("ru").ngettext(one, many, count) % {"count": count}


def test_english_needs_no_catalogue() -> None:
    assert words.catalogue("en").gettext("We have your report") == "We have your report"


@pytest.mark.parametrize(
    ("locale", "language"), [("ru-RU", "ru"), ("ru", "ru"), ("RU_ru", "ru"), ("en-GB", "en"), ("de", "en"), ("", "en")]
)
def test_the_language_of_a_person(locale: str, language: str) -> None:
    assert words.language_of(locale, ("en", "ru")) == language


def test_a_team_speaks_its_first_language_to_strangers() -> None:
    assert words.language_of("de-DE", ("ru", "en")) == "ru"
    assert words.language_of("ru-RU", ("en",)) == "en"
