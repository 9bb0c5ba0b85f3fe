"""The people who report: they click, and click again until they have a receipt."""

from dataclasses import dataclass, field
from functools import partial
from threading import Event

from chalicelib.decisions.fingerprint import fingerprint
from chalicelib.model.report import Trigger
from chaos.plan import Click
from chaos.sending import NotAccepted, Sender, Sent
from sandbox.credentials import PUBLISHED, Credentials
from sandbox.identity import Customer, sign
from tour.world import Json, World

_PRODUCT, _AREA, _KIND = "shop", "prices", "wrong-value"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A report with its receipt, which came at that Unix time."""

    click: Click
    report_id: str
    tracking_url: str
    at: float


@dataclass
class Crowd:
    """Everybody who reports, until it is `over`. `accepted` by the number of the click."""

    world: World
    over: Event
    accepted: dict[int, Accepted] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._secret = Credentials.read(PUBLISHED).host_secret_shop
        self._sender = Sender(self.world, self.over)

    @property
    def tries(self) -> int:
        """How many calls it took."""
        return self._sender.tries

    def click(self, click: Click) -> None:
        """One report, and once more when the page did not hear the answer. Raises NotAccepted."""
        sent = [self._send(click) for _ in range(2 if click.again else 1)]
        if len({one.receipt["report_id"] for one in sent}) != 1:
            raise NotAccepted(f"click {click.number} became two reports")
        receipt = sent[0].receipt
        self.accepted[click.number] = Accepted(click, receipt["report_id"], receipt["tracking_url"], sent[-1].at)

    def of_problem(self, problem: int) -> list[Accepted]:
        """What was accepted of one problem so far."""
        return [one for one in list(self.accepted.values()) if one.click.problem == problem]

    def _send(self, click: Click) -> Sent:
        return self._sender.send(partial(self._body, click), f"click {click.number}")

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
