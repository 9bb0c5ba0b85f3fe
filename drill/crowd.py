"""The people of the drill: they report as a page of the shop does, as many at a time in each part of the outage."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Event

from chaos.sending import Sender, Sent
from drill.plan import PRODUCT, Click
from sandbox.credentials import PUBLISHED, Credentials
from sandbox.identity import Customer, sign
from tour.world import Json, World

AT_A_TIME = 4


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that was taken."""

    click: Click
    sent: Sent

    @property
    def answered_in(self) -> float | None:
        """Seconds; None when the page had to ask more than once."""
        return self.sent.seconds if self.sent.tries == 1 else None


@dataclass
class Crowd:
    """Everybody who reports, until it is `over`."""

    world: World
    over: Event
    reported: list[Reported] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._secret = Credentials.read(PUBLISHED).host_secret_shop
        self._sender = Sender(self.world, self.over)

    @property
    def tries(self) -> int:
        """How many calls it took."""
        return self._sender.tries

    def report(self, clicks: Iterable[Click]) -> None:
        """All of them, a few at a time, each as soon as somebody before is done. Raises NotAccepted."""
        with ThreadPoolExecutor(AT_A_TIME) as threads:
            for done in [threads.submit(self._click, click) for click in clicks]:
                done.result()

    def _click(self, click: Click) -> None:
        sent = self._sender.send(partial(self._body, click), f"click {click.number}")
        self.reported.append(Reported(click, sent))

    def _body(self, click: Click) -> Json:
        """What the page sends; each try has a fresh signature of the host, and the same key."""
        body: Json = {
            "key": f"drill-{click.number:08}",
            "product": PRODUCT,
            "trigger": {"area": click.area, "kind": click.kind, "label": "Price"},
            "place": {"url": f"http://127.0.0.1:8781/{click.place}"},
            "client": {"browser": "Firefox 151.0", "os": "Windows 10", "locale": click.by.locale},
        }
        if not click.by.signed_in:
            return body
        handle = f"drill-{click.by.number}"
        customer = Customer(handle, f"Person {click.by.number}", click.by.email, click.by.locale)
        return body | {"identity": sign(customer, self._secret)}
