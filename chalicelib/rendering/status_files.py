"""All files of a product's status page, each whole. The pages come last: what they link to is there by then."""

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.model.public_file import PublicFile
from chalicelib.rendering.links import Links
from chalicelib.rendering.status import Snapshot
from chalicelib.rendering.status_feeds import atom, rss
from chalicelib.rendering.status_json import status_json
from chalicelib.rendering.status_page import status_page

# So old may be what somebody sees, when something new was said.
_FRESH_FOR = timedelta(seconds=30)


def status_files(snapshot: Snapshot, links: Links) -> Iterator[PublicFile]:
    """Everything that the worker writes."""

    def file(language: str, name: str, kind: str, content: bytes) -> PublicFile:
        return PublicFile(links.status_key(snapshot.product, language, name), kind, content, _FRESH_FOR)

    languages = snapshot.team.languages
    yield file(languages[0], "status.json", "application/json", status_json(snapshot, links).encode())
    for language in languages:
        yield file(language, "feed.atom", "application/atom+xml; charset=utf-8", atom(snapshot, language, links))
        yield file(language, "feed.rss", "application/rss+xml; charset=utf-8", rss(snapshot, language, links))
    for language in languages:
        page = status_page(snapshot, language, links)
        yield file(language, "index.html", "text/html; charset=utf-8", page.encode())
