"""The people who report: they click, and click again until they have a receipt."""

import time
from dataclasses import dataclass, field
from threading import Event, Lock

import httpx

from chalicelib.decisions.fingerprint import fingerprint
from chalicelib.model.report import Trigger
from chaos.plan import Click
from sandbox.credentials import PUBLISHED, Credentials
from sandbox.identity import Customer, sign
from tour.world import Json, World

_PRODUCT, _AREA, _KIND = "shop", "prices", "wrong-value"
_TRIES, _BETWEEN_TRIES = 150, 0.4


class NotAccepted(Exception):
    """A report had no receipt after all tries, was refused, or one click became two reports."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A report with its receipt, which came at that Unix time."""

    click: Click
    report_id: str
    tracking_url: str
    at: float


@dataclass
class Crowd:
    """Everybody who reports, until it is `over`. `accepted` by the number of the click; `tries` counts the calls."""

    world: World
    over: Event
    accepted: dict[int, Accepted] = field(default_factory=dict)
    tries: int = 0

    def __post_init__(self) -> None:
        self._secret = Credentials.read(PUBLISHED).host_secret_shop
        self._in_turn = Lock()

    def click(self, click: Click) -> None:
        """One report, and once more when the page did not hear the answer. Raises NotAccepted."""
        receipts = [self._receipt(click) for _ in range(2 if click.again else 1)]
        if len({receipt["report_id"] for receipt in receipts}) != 1:
            raise NotAccepted(f"click {click.number} became two reports")
        receipt = receipts[0]
        self.accepted[click.number] = Accepted(click, receipt["report_id"], receipt["tracking_url"], time.time())

    def of_problem(self, problem: int) -> list[Accepted]:
        """What was accepted of one problem so far."""
        return [one for one in list(self.accepted.values()) if one.click.problem == problem]

    def _receipt(self, click: Click) -> Json:
        """The receipt, however often it takes.

        Those who had none try again in turn: when a call to a function fails, the engine ends all workers of that
        function, also those that it is just starting, so that a crowd at the door would never let one come up.
        """
        receipt = self._try(click)
        if receipt is None:
            with self._in_turn:
                for _ in range(_TRIES):
                    time.sleep(_BETWEEN_TRIES)
                    if self.over.is_set() or (receipt := self._try(click)):
                        break
        if receipt is None:
            raise NotAccepted(f"click {click.number} had no receipt after {_TRIES} tries")
        return receipt

    def _try(self, click: Click) -> Json | None:
        self.tries += 1
        try:
            answer = self.world.report(self._body(click))
        except httpx.HTTPError:
            return None
        if answer.status_code == 202:
            receipt: Json = answer.json()
            return receipt
        if answer.status_code < 500 and answer.status_code != 429:
            raise NotAccepted(f"click {click.number}: {answer.status_code} {answer.text}")
        return None

    def _body(self, click: Click) -> Json:
        """What the page sends; each try has a fresh signature of the host, and the same key."""
        body: Json = {
            "key": f"chaos-{click.number:08}",
            "product": _PRODUCT,
            "trigger": {"area": _AREA, "kind": _KIND, "fingerprint": _name(click.problem)},
            "place": {"url": f"http://127.0.0.1:8781/shop/orders/{click.number}"},
            "client": {"browser": "Firefox 151.0", "locale": click.locale},
            "comment": click.words or None,
        }
        if not click.signed:
            return body | {"contact": {"email": f"stranger-{click.person}@example.com"}}
        return body | {"identity": sign(customer(click), self._secret)}


def customer(click: Click) -> Customer:
    """The person of a signed click, as the host knows them."""
    handle = f"person-{click.person}"
    return Customer(handle, f"Person {click.person}", f"{handle}@example.com", click.locale)


def case_id(problem: int) -> str:
    """The case that a problem becomes; none is followed by a successor within a storm."""
    return f"{fingerprint(_PRODUCT, Trigger(_AREA, _KIND, fingerprint=_name(problem)), '')}-1"


def _name(problem: int) -> str:
    return f"chaos problem {problem}"
