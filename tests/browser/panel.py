"""The widget as a person meets it. Playwright looks into its shadow root, as a screen reader does."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

PRICE = "#order-62342 .price .trigger"  # in the shop
FLAG = "[data-wilco-trigger]"


@dataclass(frozen=True)
class Panel:
    """The panel of one page. What is asked for is found by its role and its words."""

    page: Page

    @property
    def itself(self) -> Locator:
        """The open panel."""
        return self.page.locator("wilco-panel").get_by_role("dialog")

    def come_near(self, trigger: str = PRICE) -> Any:
        """Point at a trigger until what is known of its area is there: a panel waits only so long for it."""
        with self.page.expect_response("**/known?*") as known:
            self.page.locator(trigger).first.hover()
        return known.value.json()

    def open(self, trigger: str = PRICE) -> Locator:
        """Click a trigger."""
        self.page.locator(trigger).first.click()
        expect(self.itself).to_be_visible()
        return self.itself

    def choose(self, kind: str = "Wrong value") -> Locator:
        """Say what is wrong."""
        self.itself.get_by_role("button", name=kind).click()
        return self.itself

    def report(self, trigger: str = PRICE, kind: str = "Wrong value") -> Locator:
        """Two clicks."""
        self.open(trigger)
        return self.choose(kind)

    def says(self, words: str) -> None:
        """Wait until the panel has these words."""
        expect(self.itself).to_contain_text(words)

    def say_more(self, words: str) -> None:
        """Add words to a report that was received."""
        self.itself.get_by_role("button", name="Add a few words").click()
        self.itself.get_by_role("textbox", name="Your words").fill(words)
        self.itself.get_by_role("button", name="Send").last.click()
        self.says("Added to your report.")
