"""Zendesk's Support API, version 2 (developer.zendesk.com): a dialog is a ticket, what is said are its comments.

A comment is part of an update of the ticket, and is public unless it says that it is not: we always say which. The
update's own metadata carries the order, by which an attempt that was cut off is found again.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib import observe
from chalicelib.adapters import chat_texts
from chalicelib.adapters.chat_errors import Attempt, understanding
from chalicelib.adapters.chat_http import Account, ChatHttp, basic, number, segment
from chalicelib.model.dialog import Dialog, DialogLine, DialogState
from chalicelib.model.person import Person
from chalicelib.ports import ChatDesk

_LINES = 50
_MARK = "wilco_order"


class Zendesk(ChatDesk):
    """A desk at Zendesk; its token is `<address>/token:<key>`. Errors are those of the port."""

    def __init__(self, account: Account, *, now: Callable[[], datetime] = observe.now) -> None:
        self._account, self._now = account, now
        self._http = ChatHttp(account, {"Authorization": basic(account.token)}, now)

    def read(self, dialog_id: str) -> DialogState:
        attempt = Attempt("read")
        with understanding(attempt):
            found = self._http.call(attempt, "GET", f"{_ticket(dialog_id)}.json", params={"include": "users"})
            ticket, users = found["ticket"], {user["id"]: user for user in found.get("users") or ()}
            person = self._person(ticket["requester_id"], users.get(ticket["requester_id"]) or {})
            comments = self._comments(attempt, dialog_id)
            users |= {user["id"]: user for user in comments.get("users") or ()}
            told = [self._line(one, ticket["requester_id"], users) for one in reversed(comments["comments"])]
            assignee = ticket.get("assignee_id")
            return DialogState(
                dialog=Dialog(self._account.name, str(ticket["id"])),
                person=person,
                lines=tuple(line for line in told if line),
                tags=tuple(ticket.get("tags") or ()),
                assignee=str(assignee) if assignee else None,
            )

    def tagged(self, tag: str) -> list[str]:
        attempt = Attempt("list tagged")
        word = re.sub(r'[\s"]', "", tag)  # theirs have neither, and a search must not become another one
        query = {
            "query": f'type:ticket status<solved tags:"{word}"',
            "sort_by": "updated_at",
            "sort_order": "desc",
            "per_page": 50,
        }
        with understanding(attempt):
            found = self._http.call(attempt, "GET", "/search.json", params=query)["results"]
            return [str(one["id"]) for one in found if tag in one.get("tags", [tag])]

    def note(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        return self._write(Attempt("note", writes=True), dialog_id, text, mark, public=False, look_first=look_first)

    def reply(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        return self._write(Attempt("reply", writes=True), dialog_id, text, mark, public=True, look_first=look_first)

    def tag(self, dialog_id: str, tag: str) -> None:
        # PUT adds; POST would replace what operators have put there.
        self._http.call(Attempt("tag", writes=True), "PUT", f"{_ticket(dialog_id)}/tags.json", json={"tags": [tag]})

    def assign(self, dialog_id: str, operator: str) -> None:
        changed = {"ticket": {"assignee_id": number(operator, "assign")}}
        self._http.call(Attempt("assign", writes=True), "PUT", f"{_ticket(dialog_id)}.json", json=changed)

    def _write(self, attempt: Attempt, dialog_id: str, text: str, mark: str, *, public: bool, look_first: bool) -> str:
        left = self._left(dialog_id, text, mark, public) if look_first else None
        if left is not None:
            return left
        author = {"author_id": self._account.number} if self._account.operator else {}
        comment = {"body": text, "public": public, **author}
        with understanding(attempt):
            made = self._http.call(
                attempt,
                "PUT",
                f"{_ticket(dialog_id)}.json",
                json={"ticket": {"comment": comment, "metadata": {_MARK: mark}}},
            )
            return str(next(one["id"] for one in made["audit"]["events"] if one["type"] == "Comment"))

    def _left(self, dialog_id: str, text: str, mark: str, public: bool) -> str | None:
        """The comment that an earlier attempt left. Where the metadata was not kept, the same words of ours are it."""
        attempt = Attempt("look for an earlier attempt")
        with understanding(attempt):
            comments = self._comments(attempt, dialog_id)["comments"]
            for one in comments:
                kept = _order(one)
                if kept == mark:
                    return str(one["id"])
                if kept is None and self._repeats(one, text, public):
                    return str(one["id"])
        return None

    def _repeats(self, comment: Any, text: str, public: bool) -> bool:
        at = datetime.fromisoformat(comment["created_at"])
        alike = self._is_ours(comment) and bool(comment["public"]) == public
        return alike and chat_texts.repeats(text, _text(comment), at, self._now())

    def _comments(self, attempt: Attempt, dialog_id: str) -> Any:
        """The newest comments, the last one first, with everybody who wrote them."""
        query = {"sort": "-created_at", "page[size]": _LINES, "include": "users"}
        return self._http.call(attempt, "GET", f"{_ticket(dialog_id)}/comments.json", params=query)

    def _is_ours(self, comment: Any) -> bool:
        return bool(self._account.operator) and str(comment["author_id"]) == self._account.operator

    def _person(self, ident: int, raw: Any) -> Person:
        # Whoever writes from a forged address is made a user too: the provider says which it has verified.
        email = raw.get("email") if raw.get("verified") else None
        return Person(
            id=f"user:{raw['external_id']}" if raw.get("external_id") else f"{self._account.name}:{ident}",
            name=chat_texts.words(raw.get("name")),
            email=chat_texts.address(email),
            locale=chat_texts.locale(raw.get("locale")),
        )

    def _line(self, comment: Any, requester: int, users: Mapping[int, Any]) -> DialogLine | None:
        author, text = users.get(comment["author_id"]) or {}, _text(comment)
        if not text:
            return None
        by_person = comment["author_id"] == requester or author.get("role") == "end-user"
        return DialogLine(
            id=str(comment["id"]),
            who="note" if not comment["public"] else "person" if by_person else "operator",
            text=text,
            at=datetime.fromisoformat(comment["created_at"]),
            name=chat_texts.words(author.get("name")),
            ours=_order(comment) is not None or self._is_ours(comment),
        )


def _ticket(dialog_id: str) -> str:
    return f"/tickets/{segment(dialog_id)}"


def _order(comment: Any) -> str | None:
    """The order that left this comment, None when it is not one of ours or the metadata is not told."""
    custom = (comment.get("metadata") or {}).get("custom") or {}
    mark = custom.get(_MARK)
    return mark if isinstance(mark, str) else None


def _text(comment: Any) -> str:
    files = [f"[{one['file_name']}]" for one in comment.get("attachments") or () if one.get("file_name")]
    return "\n".join(filter(None, [(comment.get("body") or "").strip(), *files]))
