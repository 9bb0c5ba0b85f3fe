"""Chatwoot's application API (developers.chatwoot.com); the desk's `api` ends with `/api/v1/accounts/<account>`.

What we write carries its order in `content_attributes`, by which an earlier attempt is found again. Older servers drop
what they don't know there: then the same words of our account are it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib import observe
from chalicelib.adapters import chat_texts
from chalicelib.adapters.chat_errors import Attempt, understanding
from chalicelib.adapters.chat_http import Account, ChatHttp, number, segment
from chalicelib.model.dialog import Dialog, DialogLine, DialogState
from chalicelib.model.person import Person
from chalicelib.ports import ChatDesk

_LINES = 50
_PAGES_OF_MESSAGES = 3  # of twenty each
_PAGES_OF_CONVERSATIONS = 2  # of twenty-five each
_INCOMING, _OUTGOING = 0, 1
_MARK = "wilco_order"


class Chatwoot(ChatDesk):
    """A desk at Chatwoot. Errors are those of the port."""

    def __init__(self, account: Account, *, now: Callable[[], datetime] = observe.now) -> None:
        self._account, self._now = account, now
        self._http = ChatHttp(account, {"api_access_token": account.token}, now)

    def read(self, dialog_id: str) -> DialogState:
        attempt = Attempt("read")
        with understanding(attempt):
            raw = self._http.call(attempt, "GET", _conversation(dialog_id))
            meta, about = raw["meta"], raw.get("additional_attributes") or {}
            assignee = meta.get("assignee")
            told = [self._line(message) for message in self._messages(attempt, dialog_id)]
            return DialogState(
                dialog=Dialog(self._account.name, str(raw["id"])),
                person=self._person(meta, about),
                lines=tuple(line for line in told if line)[-_LINES:],
                tags=tuple(raw.get("labels") or ()),
                assignee=str(assignee["id"]) if assignee else None,
                page=chat_texts.page(about.get("referer")),
            )

    def tagged(self, tag: str) -> list[str]:
        attempt, found = Attempt("list tagged"), list[str]()
        with understanding(attempt):
            for number_of_page in range(1, _PAGES_OF_CONVERSATIONS + 1):
                query = {"status": "open", "labels[]": tag, "page": number_of_page}
                page = self._http.call(attempt, "GET", "/conversations", params=query)["data"]["payload"]
                found += [str(one["id"]) for one in page]
                if not page:
                    break
        return list(dict.fromkeys(found))

    def note(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        return self._write(Attempt("note", writes=True), dialog_id, text, mark, private=True, look_first=look_first)

    def reply(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        return self._write(Attempt("reply", writes=True), dialog_id, text, mark, private=False, look_first=look_first)

    def tag(self, dialog_id: str, tag: str) -> None:
        path, look = f"{_conversation(dialog_id)}/labels", Attempt("read labels")
        with understanding(look):
            labels = [str(label) for label in self._http.call(look, "GET", path)["payload"]]
        if tag.casefold() not in map(str.casefold, labels):  # the call replaces the whole list
            self._http.call(Attempt("tag", writes=True), "POST", path, json={"labels": [*labels, tag]})

    def assign(self, dialog_id: str, operator: str) -> None:
        body = {"assignee_id": number(operator, "assign")}
        self._http.call(Attempt("assign", writes=True), "POST", f"{_conversation(dialog_id)}/assignments", json=body)

    def _write(self, attempt: Attempt, dialog_id: str, text: str, mark: str, *, private: bool, look_first: bool) -> str:
        left = self._left(dialog_id, text, mark, private) if look_first else None
        if left is not None:
            return left
        body = {
            "content": text,
            "message_type": "outgoing",
            "private": private,
            "content_attributes": {_MARK: mark},
        }
        with understanding(attempt):
            return str(self._http.call(attempt, "POST", f"{_conversation(dialog_id)}/messages", json=body)["id"])

    def _left(self, dialog_id: str, text: str, mark: str, private: bool) -> str | None:
        """The message that an earlier attempt left, the newest first."""
        attempt = Attempt("look for an earlier attempt")
        with understanding(attempt):
            for one in reversed(self._messages(attempt, dialog_id)):
                kept = _order(one)
                if kept == mark:
                    return str(one["id"])
                if kept is None and self._repeats(one, text, private):
                    return str(one["id"])
        return None

    def _repeats(self, message: Any, text: str, private: bool) -> bool:
        at = chat_texts.moment(message["created_at"])
        alike = self._is_ours(message) and message["private"] == private
        return alike and chat_texts.repeats(text, _text(message), at, self._now())

    def _messages(self, attempt: Attempt, dialog_id: str) -> list[Any]:
        """About the newest sixty, oldest first: a page of them is asked for by what comes after it."""
        found: dict[int, Any] = {}
        for _ in range(_PAGES_OF_MESSAGES):
            query = {"before": min(found)} if found else {}
            page = self._http.call(attempt, "GET", f"{_conversation(dialog_id)}/messages", params=query)["payload"]
            before = len(found)
            found |= {message["id"]: message for message in page}
            if len(found) == before:
                break
        return [found[ident] for ident in sorted(found)]

    def _is_ours(self, message: Any) -> bool:
        sender = message.get("sender") or {}
        return (
            message["message_type"] == _OUTGOING
            and bool(self._account.operator)
            and str(sender.get("id")) == self._account.operator
        )

    def _person(self, meta: Any, about: Any) -> Person:
        raw = meta["sender"]
        # Anybody can type an address into the widget: the host's signature, or mail itself, vouches for it.
        vouched = meta.get("hmac_verified") or meta.get("channel") == "Channel::Email"
        return Person(
            id=f"user:{raw['identifier']}" if raw.get("identifier") else f"{self._account.name}:{raw['id']}",
            name=chat_texts.words(raw.get("name")),
            email=chat_texts.address(raw.get("email") if vouched else None),
            locale=chat_texts.locale(about.get("browser_language")),
        )

    def _line(self, message: Any) -> DialogLine | None:
        kind, text = message["message_type"], _text(message)
        if kind not in (_INCOMING, _OUTGOING) or not text:
            return None
        return DialogLine(
            id=str(message["id"]),
            who="note" if message["private"] else "person" if kind == _INCOMING else "operator",
            text=text,
            at=chat_texts.moment(message["created_at"]),
            name=chat_texts.words((message.get("sender") or {}).get("name")),
            ours=_order(message) is not None or self._is_ours(message),
        )


def _conversation(dialog_id: str) -> str:
    return f"/conversations/{segment(dialog_id)}"


def _order(message: Any) -> str | None:
    mark = (message.get("content_attributes") or {}).get(_MARK)
    return mark if isinstance(mark, str) else None


def _text(message: Any) -> str:
    """What was said; what somebody has deleted says nothing any more."""
    if (message.get("content_attributes") or {}).get("deleted"):
        return ""
    files = [f"[{one.get('file_type') or 'file'}]" for one in message.get("attachments") or ()]
    return "\n".join(filter(None, [(message.get("content") or "").strip(), *files]))
