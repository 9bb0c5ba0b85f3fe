"""The states of the widget, each brought about on a page and standing still.

What Wilco answers is played; that it answers so is for other tests.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import SHOP
from tests.browser.panel import Panel

WORDS = {
    "en": {
        "kind": "Wrong value",
        "received": "Received",
        "words": "Add a few words",
        "picture": "Add a screenshot",
        "mine": "from this device",
        "me_too": "Me too",
        "broken": "Prices show 0.00 in the whole shop. Nobody pays a wrong price.\n\nWe look for the cause.",
        "late": "late by 17 min",
        "same": "Is it the same?",
        "mailed": "Thank you! We write to you at every step.",
        "alone": "Thank you! The tracking page shows what happens next.",
        "saved": "Saved on this device",
        "not_kept": "Not sent yet",
        "refused": "The place is not one of the shop's pages.",
    },
    "ru": {
        "kind": "Неверное значение",
        "received": "Принято",
        "words": "Добавить пару слов",
        "picture": "Добавить снимок экрана",
        "mine": "с этого устройства",
        "me_too": "И у меня",
        "broken": "Цены показываются как 0,00. Никто не заплатит неверную сумму.\n\nМы ищем причину.",
        "late": "на 17 мин",
        "same": "Это она же?",
        "mailed": "Спасибо! Мы будем писать вам о каждом шаге.",
        "alone": "Спасибо! На странице обращения видно, что с ним происходит.",
        "saved": "Сохранено на этом устройстве",
        "not_kept": "Ещё не отправлено",
        "refused": "Это место не на страницах магазина.",
    },
}


@dataclass(frozen=True)
class Scene:
    """A page in one language and one theme, with a Wilco that answers as it is told."""

    page: Page
    language: str

    @classmethod
    def set(cls, page: Page, language: str) -> "Scene":
        """A fresh page, of whose problems nothing is known yet."""
        page.unroute_all()
        page.goto(f"{SHOP}/shop/orders/62342")
        page.evaluate("localStorage.clear()")
        scene = cls(page, language)
        scene.answers("**/known?*", json={"known": []})
        return scene

    @property
    def panel(self) -> Panel:
        """The widget on it."""
        return Panel(self.page)

    @property
    def words(self) -> dict[str, str]:
        """What to click and read."""
        return WORDS[self.language]

    def answers(self, path: str, **answer: object) -> None:
        """Play an answer; without one, none ever comes."""

        def play(route: Route) -> None:
            if answer:
                route.fulfill(**answer)  # type: ignore[arg-type]

        self.page.route(path, play)

    def has_receipts(self, *, mailed: bool = True, queued: bool = False, **more: object) -> None:
        """Wilco takes every report."""
        receipt = {
            "report_id": "r-1",
            "reference": "r-1.token",
            "tracking_url": f"{SHOP}/t/r-1.token",
            "status": "received",
            "message": self.words["mailed" if mailed else "alone"],
            "mailed": mailed,
            "queued": queued,
            **more,
        }
        self.answers("**/v1/reports", status=202, json=receipt)

    def receives(self, *, mailed: bool = True, queued: bool = False) -> None:
        """Two clicks, and a receipt."""
        self.has_receipts(mailed=mailed, queued=queued)
        self.clicks()
        expect(self.panel.itself.get_by_role("link")).to_be_visible()

    def clicks(self) -> None:
        """Two clicks."""
        self.panel.report(kind=self.words["kind"])


def asked(scene: Scene) -> None:
    scene.panel.open()
    expect(scene.panel.itself.get_by_role("button", name=scene.words["kind"])).to_be_visible()


def known(scene: Scene) -> None:
    since = ago(7300)
    problem = {"reference": "c-1", "kind": "wrong-value", "here": True, "status": "in_progress", "since": since}
    elsewhere = problem | {"reference": "c-2", "kind": "late-data", "here": False, "status": "received", "people": 1}
    scene.answers("**/known?*", json={"known": [problem | {"people": 12}, elsewhere]})
    scene.panel.come_near()
    scene.panel.open()
    expect(scene.panel.itself.get_by_role("button", name=scene.words["me_too"]).first).to_be_visible()


def ago(seconds: float) -> str:
    """That moment, as the API writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - seconds))


def looking(scene: Scene) -> None:
    scene.answers("**/known?*")
    scene.panel.open()


def sending(scene: Scene) -> None:
    scene.answers("**/v1/reports")
    scene.clicks()
    scene.panel.says("…")


def received(scene: Scene) -> None:
    scene.receives()


def received_from_a_stranger(scene: Scene) -> None:
    scene.receives(mailed=False)
    expect(scene.panel.itself.get_by_role("textbox")).to_be_visible()


def wrong_address(scene: Scene) -> None:
    received_from_a_stranger(scene)
    scene.panel.itself.get_by_role("textbox").fill("ann at example")
    scene.page.keyboard.press("Enter")
    expect(scene.panel.itself.get_by_role("alert")).to_be_visible()


def doubted(scene: Scene) -> None:
    def knows_nobody(route: Route) -> None:
        if "identity" in (route.request.post_data or ""):
            route.fulfill(status=401, json={"title": "Unauthorized", "status": 401})
        else:
            route.fallback()

    scene.has_receipts(mailed=False)
    scene.page.route("**/v1/reports", knows_nobody)
    scene.clicks()
    expect(scene.panel.itself.get_by_role("link")).to_be_visible()


def queued(scene: Scene) -> None:
    scene.receives(queued=True)


def adding_words(scene: Scene) -> None:
    scene.receives()
    scene.panel.itself.get_by_role("button", name=scene.words["words"]).click()
    expect(scene.panel.itself.get_by_role("textbox")).to_be_focused()


def saved(scene: Scene) -> None:
    scene.answers("**/v1/reports", status=503)
    scene.clicks()
    scene.panel.says(scene.words["saved"])


def not_kept(scene: Scene) -> None:
    scene.page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    scene.answers("**/v1/reports", status=503)
    scene.clicks()
    scene.panel.says(scene.words["not_kept"])


def refused(scene: Scene) -> None:
    problem = {"title": "Bad request", "status": 422, "detail": scene.words["refused"]}
    scene.answers("**/v1/reports", status=422, json=problem)
    scene.clicks()
    scene.panel.says(scene.words["refused"])


def my_reports(scene: Scene) -> None:
    scene.receives()
    scene.page.keyboard.press("Escape")
    scene.answers("**/v1/reports/r-1.token", json={"status": "in_progress", "since": "2026-11-22T00:00:00Z"})
    scene.panel.open(".photo .trigger")
    scene.panel.itself.get_by_role("button", name=scene.words["mine"]).click()
    expect(scene.panel.itself.get_by_role("link")).to_be_visible()


STATES: dict[str, Callable[[Scene], None]] = {
    state.__name__.replace("_", "-"): state
    for state in (
        asked,
        known,
        looking,
        sending,
        received,
        received_from_a_stranger,
        wrong_address,
        doubted,
        queued,
        adding_words,
        saved,
        not_kept,
        refused,
        my_reports,
    )
}
