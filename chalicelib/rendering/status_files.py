"""All files of a product's status page, each whole. The pages come last: what they link to is there by then."""

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.model.public_file import PublicFile
from chalicelib.rendering.links import Links
from chalicelib.rendering.status import Snapshot
from chalicelib.rendering.status_feeds import atom, rss
from chalicelib.rendering.status_json import status_json
from chalicelib.rendering.status_page import status_page
from chalicelib.team import Language

# So old may be what somebody sees, when something new was said.
_FRESH_FOR = timedelta(seconds=30)
_KINDS = {
    "status.json": "application/json",
    "feed.atom": "application/atom+xml; charset=utf-8",
    "feed.rss": "application/rss+xml; charset=utf-8",
    "index.html": "text/html; charset=utf-8",
}


def status_files(snapshot: Snapshot, links: Links) -> Iterator[PublicFile]:
    """Everything that the worker writes."""

    def file(name: str, content: bytes, language: str = "") -> PublicFile:
        return PublicFile(links.status_key(snapshot.product, language, name), _KINDS[name], content, _FRESH_FOR)

    yield file("status.json", status_json(snapshot, links).encode())
    for name, make in (("feed.atom", atom), ("feed.rss", rss), ("index.html", _page)):
        for language in snapshot.team.languages:
            yield file(name, made := make(snapshot, language, links), language)
            if language == snapshot.team.languages[0]:  # who asks for no language gets it
                yield file(name, made)


def _page(snapshot: Snapshot, language: Language, links: Links) -> bytes:
    return status_page(snapshot, language, links).encode()
