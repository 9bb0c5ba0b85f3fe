"""Intercom's REST API (developers.intercom.com; the version is pinned here, regions differ by the desk's `api`).

A reply keeps no mark of ours, so an earlier attempt is known by its words, among what our account wrote lately.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from chalicelib import observe
from chalicelib.adapters import chat_texts
from chalicelib.adapters.chat_errors import Attempt, Gone, understanding
from chalicelib.adapters.chat_http import Account, ChatHttp, segment
from chalicelib.errors import Permanent
from chalicelib.model.dialog import Dialog, DialogLine, DialogState
from chalicelib.model.person import Person
from chalicelib.ports import ChatDesk

VERSION = "2.14"
_LINES = 50
_PLAIN = {"display_as": "plaintext"}
_PEOPLE = {"user", "lead", "contact"}
# A close or an opening may come with words for the person, an assignment with words for colleagues.
_SAID = {"comment", "open", "close"}
_NOTED = {"note", "assignment", "note_and_reopen"}


class Intercom(ChatDesk):
    """A desk at Intercom; its operator is the teammate that Wilco writes as. Errors are those of the port."""

    def __init__(self, account: Account, *, now: Callable[[], datetime] = observe.now) -> None:
        self._account, self._now = account, now
        headers = {
            "Authorization": f"Bearer {account.token}",
            "Intercom-Version": VERSION,
            "Accept": "application/json",
        }
        self._http = ChatHttp(account, headers, now)

    def read(self, dialog_id: str) -> DialogState:
        attempt = Attempt("read")
        with understanding(attempt):
            raw = self._conversation(attempt, dialog_id)
            contact = self._contact(attempt, raw)
            assignee = raw.get("admin_assignee_id")
            return DialogState(
                dialog=Dialog(self._account.name, str(raw["id"])),
                person=self._person(contact),
                lines=self._lines(raw)[-_LINES:],
                tags=tuple(tag["name"] for tag in (raw.get("tags") or {}).get("tags") or ()),
                assignee=str(assignee) if assignee else None,
                page=chat_texts.page((raw.get("source") or {}).get("url")),
            )

    def tagged(self, tag: str) -> list[str]:
        attempt = Attempt("list tagged")
        with understanding(attempt):
            known = self._known_tag(attempt, tag)
            if known is None:
                return []
            terms = [
                {"field": "tag_ids", "operator": "=", "value": known},
                {"field": "open", "operator": "=", "value": True},
            ]
            search = {
                "query": {"operator": "AND", "value": terms},
                "sort": {"field": "updated_at", "order": "descending"},
                "pagination": {"per_page": 50},
            }
            found = self._http.call(attempt, "POST", "/conversations/search", json=search)
            return [str(one["id"]) for one in found["conversations"]]

    def note(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        return self._write(Attempt("note", writes=True), dialog_id, "note", text, look_first)

    def reply(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        return self._write(Attempt("reply", writes=True), dialog_id, "comment", text, look_first)

    def tag(self, dialog_id: str, tag: str) -> None:
        attempt = Attempt("tag", writes=True)
        look = Attempt("look for the tag")
        with understanding(look):
            known = self._known_tag(look, tag)
        with understanding(attempt):
            if known is None:  # of two that make it at once both get the one that then is
                known = str(self._http.call(attempt, "POST", "/tags", json={"name": tag})["id"])
            body = {"id": known, "admin_id": self._admin}
            self._http.call(attempt, "POST", f"/conversations/{segment(dialog_id)}/tags", json=body)

    def assign(self, dialog_id: str, operator: str) -> None:
        body = {"message_type": "assignment", "type": "admin", "admin_id": self._admin, "assignee_id": operator}
        path = f"/conversations/{segment(dialog_id)}/parts"
        self._http.call(Attempt("assign", writes=True), "POST", path, json=body)

    @property
    def _admin(self) -> str:
        if not self._account.operator:
            raise Permanent(f"desks.{self._account.name}.operator: Intercom has to know which teammate writes")
        return self._account.operator

    def _write(
        self, attempt: Attempt, dialog_id: str, kind: Literal["note", "comment"], text: str, look_first: bool
    ) -> str:
        left = self._left(dialog_id, kind, text) if look_first else None
        if left is not None:
            return left
        body = {"message_type": kind, "type": "admin", "admin_id": self._admin, "body": chat_texts.markup(text)}
        with understanding(attempt):
            raw = self._http.call(attempt, "POST", f"/conversations/{segment(dialog_id)}/reply", json=body)
            return str([part for part in _parts(raw) if self._is_ours(part, kind)][-1]["id"])

    def _left(self, dialog_id: str, kind: str, text: str) -> str | None:
        """What an earlier attempt left: the same words of ours, the newest first."""
        attempt = Attempt("look for an earlier attempt")
        with understanding(attempt):
            parts = reversed(_parts(self._conversation(attempt, dialog_id)))
            written = (part for part in parts if self._is_ours(part, kind))
            return next((str(part["id"]) for part in written if self._repeats(part, text)), None)

    def _repeats(self, part: Any, text: str) -> bool:
        return chat_texts.repeats(text, _text(part), chat_texts.moment(part["created_at"]), self._now())

    def _is_ours(self, part: Any, kind: str) -> bool:
        return part["part_type"] == kind and str(part["author"]["id"]) == self._account.operator

    def _conversation(self, attempt: Attempt, dialog_id: str) -> Any:
        return self._http.call(attempt, "GET", f"/conversations/{segment(dialog_id)}", params=_PLAIN)

    def _known_tag(self, attempt: Attempt, name: str) -> str | None:
        tags = self._http.call(attempt, "GET", "/tags")["data"]
        return next((str(tag["id"]) for tag in tags if tag["name"].casefold() == name.casefold()), None)

    def _contact(self, attempt: Attempt, raw: Any) -> Any:
        """Everything about the person; of one who was deleted or merged, what the conversation says."""
        known = raw["contacts"]["contacts"][0]
        try:
            return self._http.call(attempt, "GET", f"/contacts/{segment(str(known['id']))}")
        except Gone:
            return known

    def _person(self, raw: Any) -> Person:
        # A lead has typed the address into the messenger: only a user's was told by the host product.
        email = raw.get("email") if raw.get("role") == "user" else None
        return Person(
            id=f"user:{raw['external_id']}" if raw.get("external_id") else f"{self._account.name}:{raw['id']}",
            name=chat_texts.words(raw.get("name")),
            email=chat_texts.address(email),
            locale=chat_texts.locale(raw.get("language_override"), raw.get("browser_language")),
        )

    def _lines(self, raw: Any) -> tuple[DialogLine, ...]:
        source = raw.get("source")
        first = [source | {"part_type": "comment", "created_at": raw["created_at"]}] if source else []
        return tuple(line for part in [*first, *_parts(raw)] if (line := self._line(part)))

    def _line(self, part: Any) -> DialogLine | None:
        kind, text, author = part["part_type"], _text(part), part["author"]
        if not text or part.get("redacted") or kind not in _SAID | _NOTED:
            return None
        by_person = author["type"] in _PEOPLE
        return DialogLine(
            id=str(part["id"]),
            who="person" if by_person else "note" if kind in _NOTED else "operator",
            text=text,
            at=chat_texts.moment(part["created_at"]),
            name=chat_texts.words(author.get("name")),
            ours=not by_person and str(author["id"]) == self._account.operator,
        )


def _parts(raw: Any) -> list[Any]:
    """The newest 500 at most, oldest first."""
    parts = raw["conversation_parts"]["conversation_parts"]
    return sorted(parts, key=lambda part: int(part["created_at"]))


def _text(part: Mapping[str, Any]) -> str:
    """The words, which were asked for as plain text, and the names of files."""
    files = [f"[{one['name']}]" for one in part.get("attachments") or () if one.get("name")]
    return "\n".join(filter(None, [(part.get("body") or "").strip(), *files]))
