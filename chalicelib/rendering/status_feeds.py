"""The status page for feed readers: Atom 1.0 (RFC 4287) and RSS 2.0, one entry for each update, the newest first.

An entry never changes once it is there, so that a reader shows each update once, as new. Its id names the update, the
outage and the language (RFC 4151), and not the address of the page, which may move.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree

from chalicelib.model.case import Case
from chalicelib.model.outage import Update
from chalicelib.rendering.links import Links
from chalicelib.rendering.outage import STAGES
from chalicelib.rendering.page import moment
from chalicelib.rendering.status import Snapshot, outage_of
from chalicelib.rendering.words import catalogue
from chalicelib.team import Language

ENTRIES = 50
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ElementTree.register_namespace("atom", _ATOM)


@dataclass(frozen=True, slots=True)
class Entry:
    """One update."""

    id: str
    title: str
    link: str
    at: datetime
    html: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What both formats say."""

    id: str
    title: str
    subtitle: str
    author: str
    language: Language
    page: str
    address: str
    updated: datetime
    entries: tuple[Entry, ...]


def atom(snapshot: Snapshot, language: Language, links: Links) -> bytes:
    """The feed as Atom."""
    feed = _feed(snapshot, language, links, "feed.atom")
    root = ElementTree.Element("feed", {"xmlns": _ATOM, _LANG: language})
    _texts(root, {"id": feed.id, "title": feed.title, "subtitle": feed.subtitle, "updated": _iso(feed.updated)})
    ElementTree.SubElement(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    ElementTree.SubElement(root, "link", rel="alternate", type="text/html", href=feed.page)
    _texts(ElementTree.SubElement(root, "author"), {"name": feed.author})
    for one in feed.entries:
        entry = ElementTree.SubElement(root, "entry")
        at = _iso(one.at)
        _texts(entry, {"id": one.id, "title": one.title, "updated": at, "published": at})
        ElementTree.SubElement(entry, "link", rel="alternate", type="text/html", href=one.link)
        ElementTree.SubElement(entry, "content", type="html").text = one.html
    return _written(root)


def rss(snapshot: Snapshot, language: Language, links: Links) -> bytes:
    """The feed as RSS."""
    feed = _feed(snapshot, language, links, "feed.rss")
    root = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(root, "channel")
    _texts(channel, {"title": feed.title, "link": feed.page, "description": feed.subtitle, "language": language})
    _texts(channel, {"lastBuildDate": format_datetime(feed.updated.astimezone(UTC), usegmt=True), "ttl": "5"})
    ElementTree.SubElement(channel, f"{{{_ATOM}}}link", rel="self", type="application/rss+xml", href=feed.address)
    for one in feed.entries:
        item = ElementTree.SubElement(channel, "item")
        _texts(item, {"title": one.title, "link": one.link, "description": one.html})
        ElementTree.SubElement(item, "guid", isPermaLink="false").text = one.id
        _texts(item, {"pubDate": format_datetime(one.at.astimezone(UTC), usegmt=True)})
    return _written(root)


def _feed(snapshot: Snapshot, language: Language, links: Links, file: str) -> Feed:
    product = snapshot.team.products[snapshot.product].name.in_(language)
    entries = sorted(_entries(snapshot, language, links), key=lambda one: (one.at, one.id), reverse=True)
    gettext = catalogue(language).gettext
    return Feed(
        id=_id(snapshot, language, snapshot.product),
        title=f"{product} · {gettext('Service status')}",
        subtitle=gettext("Outages and what is done about them"),
        author=product,
        language=language,
        page=links.status(snapshot.product, language),
        address=links.status(snapshot.product, language, file),
        updated=entries[0].at if entries else snapshot.at,
        entries=tuple(entries[:ENTRIES]),
    )


def _entries(snapshot: Snapshot, language: Language, links: Links) -> Iterator[Entry]:
    page, gettext = links.status(snapshot.product, language), catalogue(language).gettext
    for case in (*snapshot.open, *snapshot.past):
        for update in outage_of(case).updates:
            yield Entry(
                id=_id(snapshot, language, f"{case.id}/{update.number}"),
                title=f"{gettext(STAGES[update.stage])}. {snapshot.name(case, language)}",
                link=f"{page}#{case.id}",
                at=update.at,
                html="".join(_paragraphs(snapshot, case, update, language)),
            )


def _paragraphs(snapshot: Snapshot, case: Case, update: Update, language: Language) -> Iterator[str]:
    gettext, said = catalogue(language).gettext, snapshot.said(update, language)
    if said:
        if not said.translated:
            yield f"<p><em>{escape(gettext('Not translated'))}</em></p>"
        lines = "<br/>".join(escape(line) for line in said.text.split("\n"))
        yield f'<p lang="{said.language}">{lines}</p>'
    if update.next_by:
        due = moment(update.next_by, language, UTC)
        yield f"<p>{escape(gettext('Next update by'))} {escape(due)}</p>"


def _id(snapshot: Snapshot, language: Language, what: str) -> str:
    return f"tag:{snapshot.team.mail.domain},2026:wilco/status/{language}/{what}"


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _texts(parent: ElementTree.Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, name).text = text


def _written(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
