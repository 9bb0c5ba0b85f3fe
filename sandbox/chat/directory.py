"""What an administrator would have set up in this chat, and the people who may write to it."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.identity import CUSTOMERS
from sandbox.state import Json

APP_ID = "57562"
DESK = "carrot"  # the name of this account in wilco.yaml, and the last part of its webhook's address
AVATAR = "https://files.carrotquest.app/avatars/default-v4.png"


@dataclass(frozen=True)
class Operator:
    """An operator, called `admin` by the API. The handle is ours, for the panel and the pages."""

    handle: str
    id: str
    name: str
    email: str
    kind: str = "admin"

    def body(self) -> Json:
        """Return the operator as the API does; the internal name is known to be the address."""
        shown = {"name": self.name, "avatar": AVATAR, "type": self.kind, "name_internal": self.email}
        return {"id": self.id, **shown}


@dataclass(frozen=True)
class Person:
    """Somebody on the shop's pages. Who is not logged in has no id of the shop's own, and may have no address."""

    handle: str
    name: str
    locale: str
    user_id: str | None = None
    email: str | None = None


BOT = Operator("wilco", "139600", "Wilco", "wilco-bot@example.com", "bot")
OPERATORS = {
    operator.handle: operator
    for operator in (
        Operator("daria", "139584", "Daria Belova", "daria@example.com"),
        Operator("tom", "139585", "Tom Fischer", "tom@example.com"),
        Operator("erin", "139591", "Erin Walsh", "erin@example.com"),
        Operator("mikhail", "139592", "Mikhail Orlov", "mikhail@example.com"),
        Operator("priya", "139593", "Priya Nair", "priya@example.com"),
        BOT,
    )
}
DEFAULT_ADMIN = BOT
BY_ID = {operator.id: operator for operator in OPERATORS.values()}
PERSONS = {
    person.handle: person
    for person in (
        *(Person(one.handle, one.name, one.locale, f"customer-{one.handle}", one.email) for one in CUSTOMERS.values()),
        Person("elif", "Elif", "en"),
    )
}
