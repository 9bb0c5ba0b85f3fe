"""The support chats that the contract is tried in: the fake, and Carrot quest's adapter before the sandbox's chat."""

from typing import Any, Protocol

import httpx

from chalicelib.adapters.carrot_quest import CarrotQuest
from chalicelib.adapters.chat_http import Account
from chalicelib.model.person import Place
from chalicelib.ports import ChatDesk
from tests.contracts.worlds import CREDENTIALS
from tests.fake_desk import US, FakeDesk

PAGE = "https://shop.example/orders/62342"


def carrot(url: str) -> CarrotQuest:
    """The desk of the sandbox at this address."""
    return CarrotQuest(Account("carrot", f"{url}/chat/v2", CREDENTIALS.desk_carrot_token, US[0]))


class DeskWorld(Protocol):
    """A chat in which a test may act as its people, and look."""

    desk: ChatDesk

    def start(self, text: str) -> str:
        """Ann writes from a page of the shop; returns the dialog's id."""

    def say(self, dialog_id: str, text: str) -> str:
        """Ann goes on; returns the line's id."""

    def write(self, dialog_id: str, text: str) -> str:
        """Daria answers her; returns the line's id."""

    def remark(self, dialog_id: str, text: str) -> str:
        """Daria writes a note; returns the line's id."""

    def close(self, dialog_id: str) -> None:
        """Daria closes the dialog."""

    def seen_by_person(self, dialog_id: str) -> list[str]:
        """What Ann can read."""

    def notes(self, dialog_id: str) -> list[str]:
        """What operators alone can read."""


class FakeDeskWorld:
    def __init__(self) -> None:
        self._fake = FakeDesk()
        self.desk: ChatDesk = self._fake
        self.say, self.write, self.remark, self.close = (
            self._fake.say,
            self._fake.write,
            self._fake.remark,
            self._fake.close,
        )

    def start(self, text: str) -> str:
        return self._fake.start(text, page=Place(PAGE, PAGE))

    def seen_by_person(self, dialog_id: str) -> list[str]:
        return self._fake.dialogs[dialog_id].seen_by_person

    def notes(self, dialog_id: str) -> list[str]:
        return self._fake.dialogs[dialog_id].notes


class SandboxDesk:
    def __init__(self, url: str) -> None:
        self.desk: ChatDesk = carrot(url)
        self._panel = httpx.Client(base_url=f"{url}/panel/chat/")

    def shut(self) -> None:
        self._panel.close()

    def start(self, text: str) -> str:
        return str(self._act("start", by="ann", body=text, page=PAGE)["id"])

    def say(self, dialog_id: str, text: str) -> str:
        return str(self._act(f"{dialog_id}/say", body=text)["id"])

    def write(self, dialog_id: str, text: str) -> str:
        return str(self._act(f"{dialog_id}/reply", by="daria", body=text)["id"])

    def remark(self, dialog_id: str, text: str) -> str:
        return str(self._act(f"{dialog_id}/note", by="daria", body=text)["id"])

    def close(self, dialog_id: str) -> None:
        self._act(f"{dialog_id}/close", by="daria")

    def seen_by_person(self, dialog_id: str) -> list[str]:
        return list(self._dialog(dialog_id)["seen_by_person"])

    def notes(self, dialog_id: str) -> list[str]:
        return [part["body"] for part in self._dialog(dialog_id)["parts"] if part["type"] == "note"]

    def _dialog(self, dialog_id: str) -> Any:
        return self._panel.get(dialog_id).raise_for_status().json()

    def _act(self, path: str, **body: str) -> Any:
        return self._panel.post(path, json=body).raise_for_status().json()
