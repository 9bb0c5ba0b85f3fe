"""The Jinja environment of the mail and the pages: HTML is escaped always, and an unknown name is an error."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from chalicelib.rendering.words import catalogue
from chalicelib.team import Language

TEMPLATES = Path(__file__).with_name("templates")


@cache
def environment() -> Environment:
    """Built on first use, kept for the life of the process."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def fill(template: str, language: Language, **values: Any) -> str:
    """The template in the reader's language; `_` and `ngettext` are gettext's."""
    words = catalogue(language)
    text = environment().get_template(template)
    return text.render(_=words.gettext, ngettext=words.ngettext, language=language, **values)
