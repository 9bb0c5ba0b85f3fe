"""The people of the tour: 24 who really reported something (their names are invented), and the host that knows them."""

import json
import secrets
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import jwt

from sandbox.credentials import PUBLISHED, Credentials
from tour.world import Json

REPORTS = Path(__file__).with_name("reports.json")
PRODUCT, AREA = "web", "site"

KINDS = {  # what webcompat.com's form calls it, and the word for it in the team's file
    "Design is broken": "design-is-broken",
    "Desktop site instead of mobile site": "desktop-instead-of-mobile",
    "Site is not usable": "site-is-not-usable",
    "Something else": "something-else",
    "Video or audio doesn't play": "video-or-audio-doesnt-play",
}
_ENGLISH = (
    *("Ann", "Ben", "Cleo", "Dan", "Eve", "Finn", "Grace", "Hugo"),
    *("Iris", "Jack", "Kate", "Liam", "Mia", "Noah", "Olive", "Paul"),
)
_RUSSIAN = ("Борис", "Вера", "Глеб", "Дарья", "Елена", "Захар", "Инна", "Кирилл")
_NOT_SIGNED_IN = ("webcompat/web-bugs#62020", "webcompat/web-bugs#130693")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who reports. The host vouches for the address of a person who is `signed_in`, and for no other."""

    number: int
    name: str
    locale: str
    signed_in: bool = True

    @property
    def email(self) -> str:
        """Where they would read mail."""
        return f"reporter-{self.number:02}@example.com"

    def identity(self) -> str:
        """What the host's server signs for one report: a JWT that lives for two minutes."""
        now = int(time.time())
        claims = {
            "iss": PRODUCT,
            "aud": "wilco",
            "sub": f"reporter-{self.number}",
            "email": self.email,
            "name": self.name,
            "locale": self.locale,
            "iat": now,
            "exp": now + 120,
            "jti": secrets.token_urlsafe(12),
        }
        return jwt.encode(claims, Credentials.read(PUBLISHED).host_secret_shop, algorithm="HS256")


@dataclass(frozen=True, slots=True)
class RealReport:
    """One line of reports.json: the facts of a public issue of webcompat.com, its `source`.

    `problem` is our own reading of them, by a person: reports with the same words here are one problem.
    """

    source: str
    reported_on: str
    url: str
    kind: str
    detail: str | None
    browser: str
    os: str
    problem: str


def real_reports() -> list[RealReport]:
    """The 24 reports."""
    return [RealReport(**fields) for fields in json.loads(REPORTS.read_text(encoding="utf-8"))]


def reporters(reports: list[RealReport]) -> list[Person]:
    """A person for each report: every third speaks Russian, two are not signed in."""
    english, russian = iter(_ENGLISH), iter(_RUSSIAN)
    return [
        Person(
            number,
            next(russian if number % 3 == 0 else english),
            "ru" if number % 3 == 0 else "en",
            signed_in=report.source not in _NOT_SIGNED_IN,
        )
        for number, report in enumerate(reports, start=1)
    ]


def click(report: RealReport, person: Person) -> Json:
    """What the trigger sends when `person` clicks; sending the same body again is a retry of the same click."""
    body: Json = {
        "key": str(uuid.uuid4()),
        "product": PRODUCT,
        "trigger": {"area": AREA, "kind": KINDS[report.kind], "label": report.kind},
        "place": {"url": report.url},
        "client": {"browser": report.browser, "os": report.os, "locale": person.locale},
        "comment": report.detail,
    }
    # Whoever is not signed in may type any address, also that of somebody else.
    known = {"identity": person.identity()} if person.signed_in else {"contact": {"email": person.email}}
    return body | known
