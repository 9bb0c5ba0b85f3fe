"""Carrot quest's web API, version 2 (developers.carrotquest.io/webapi); the version stands in the desk's `api`.

Arguments are form fields, ids go beyond 2^53 and are therefore asked for as text, and every answer has its status in
`meta` as well. A call has no idempotency key (`random_id` is an echo): what we write carries its order as
`external_id`, and the next attempt looks for it among the newest parts.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zlib import crc32

from chalicelib import observe
from chalicelib.adapters import carrot_quest_answers as answers
from chalicelib.adapters.chat_errors import Answer, Attempt, Gone, delivery_error, understanding
from chalicelib.adapters.chat_http import Account, ChatHttp, segment
from chalicelib.errors import Permanent
from chalicelib.model.dialog import Dialog, DialogState
from chalicelib.ports import ChatDesk

_PAGE = 50
_LINES = 50
# Assignments and tags are parts too: a few pages for the lines, a few more for what an earlier attempt left.
_PAGES_OF_LINES, _PAGES_TO_SEARCH = 3, 4
# developers.carrotquest.io/webapi/exceptions; an id that names nothing is a 400 there.
_STATUSES = {
    "LookupError": 404,
    "Error404": 404,
    "NotAuthenticated": 401,
    "AuthenticationFailed": 401,
    "PermissionDenied": 403,
    "PermissionDeniedError": 403,
    "TooManyRequests": 429,
}
_ALREADY_SO = "ConversationTagAlreadyAssigned"


class CarrotQuest(ChatDesk):
    """A desk at Carrot quest. Errors are those of the port."""

    def __init__(self, account: Account, *, now: Callable[[], datetime] = observe.now) -> None:
        self._account, self._now = account, now
        self._http = ChatHttp(account, {"Authorization": f"Token {account.token}"}, now)
        self._from = account.operator or "default_admin"

    def read(self, dialog_id: str) -> DialogState:
        attempt = Attempt("read")
        with understanding(attempt):
            conversation = self._get(attempt, f"/conversations/{segment(dialog_id)}")
            user = self._user(attempt, conversation["user"])
            person = answers.person(self._account, user)
            assignee = conversation.get("assignee")
            return DialogState(
                dialog=Dialog(self._account.name, str(conversation["id"])),
                person=person,
                lines=answers.lines(self._account, self._newest(attempt, dialog_id), person.name)[-_LINES:],
                tags=tuple(str(tag) for tag in conversation.get("tags") or ()),
                assignee=str(assignee["id"]) if assignee else None,
                page=answers.page(user),
            )

    def tagged(self, tag: str) -> list[str]:
        attempt = Attempt("list tagged")
        app = re.match(r"app\.(\d+)\.", self._account.token)
        if app is None:
            raise Permanent(f"{attempt.verb}: the desk's token is not of the shape app.<id>.<key>")
        filters = {"tags": json.dumps([tag]), "closed": "false", "paginate_count": _PAGE}
        with understanding(attempt):
            found = self._get(attempt, f"/apps/{app[1]}/conversations", **filters)
            return list(dict.fromkeys(str(one["id"]) for one in found))

    def note(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        return self._write(Attempt("note", writes=True), dialog_id, "note", text, mark, look_first)

    def reply(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        return self._write(Attempt("reply", writes=True), dialog_id, "reply_admin", text, mark, look_first)

    def tag(self, dialog_id: str, tag: str) -> None:
        path = f"/conversations/{segment(dialog_id)}/tag"
        self._post(Attempt("tag", writes=True), path, {"tag": tag, "from_admin": self._from})

    def assign(self, dialog_id: str, operator: str) -> None:
        path = f"/conversations/{segment(dialog_id)}/assign"
        self._post(Attempt("assign", writes=True), path, {"admin": operator, "from_admin": self._from})

    def _write(self, attempt: Attempt, dialog_id: str, kind: str, text: str, mark: str, look_first: bool) -> str:
        external = f"{answers.OURS}{mark}"
        left = self._left(dialog_id, external) if look_first else None
        if left is not None:
            return left
        form = {
            "type": kind,
            "body": text,
            "from_admin": self._from,
            "external_id": external,
            # An echo by which their own pages know it again; 31 bits, whether or not theirs has a sign.
            "random_id": str(crc32(mark.encode()) & 0x7FFF_FFFF),
        }
        with understanding(attempt):
            made = self._post(attempt, f"/conversations/{segment(dialog_id)}/reply", form)
            return str((made if isinstance(made, Mapping) else made[-1])["id"])

    def _left(self, dialog_id: str, external: str) -> str | None:
        """The part that an earlier attempt left."""
        attempt = Attempt("look for an earlier attempt")
        with understanding(attempt):
            pages = self._pages(attempt, dialog_id, _PAGES_TO_SEARCH)
            parts = (part for page in pages for part in page)
            return next((str(part["id"]) for part in parts if part.get("external_id") == external), None)

    def _user(self, attempt: Attempt, known: Any) -> Any:
        """The person with everything about them; who has been deleted is only what the conversation says."""
        try:
            path = f"/users/{segment(str(known['id']))}"
            return self._get(attempt, path, presence_details="true", props_custom="true")
        except Gone:
            return known

    def _newest(self, attempt: Attempt, dialog_id: str) -> list[Any]:
        parts: list[Any] = []
        for page in self._pages(attempt, dialog_id, _PAGES_OF_LINES):
            parts += page
            if len(answers.lines(self._account, parts, None)) >= _LINES:
                break
        return parts

    def _pages(self, attempt: Attempt, dialog_id: str, most: int) -> Iterator[list[Any]]:
        """The parts, the newest page first."""
        query: dict[str, Any] = {"paginate_count": _PAGE}
        for _ in range(most):
            meta, parts = self._envelope(attempt, "GET", f"/conversations/{segment(dialog_id)}/parts", params=query)
            yield parts
            position = meta.get("next_before_position")
            if not position:
                return
            query |= {"paginate_position": json.dumps(position), "paginate_direction": "before"}

    def _get(self, attempt: Attempt, path: str, **query: Any) -> Any:
        return self._envelope(attempt, "GET", path, params=query)[1]

    def _post(self, attempt: Attempt, path: str, form: dict[str, str]) -> Any:
        return self._envelope(attempt, "POST", path, data=form | {"id_as_string": "true"})[1]

    def _envelope(self, attempt: Attempt, method: str, path: str, **sent: Any) -> tuple[Any, Any]:
        """`meta` and `data` of a good answer; what is so already is one."""
        if "params" in sent:
            sent["params"] = sent["params"] | {"id_as_string": "true"}
        answer = self._http.exchange(attempt, method, path, **sent)
        meta = answer.body.get("meta") if isinstance(answer.body, Mapping) else None
        status, error = _verdict(answer, meta)
        if error == _ALREADY_SO:
            return meta, {}
        if not 200 <= status < 300:
            raise delivery_error(attempt, replace(answer, status=status), self._now(), error)
        if not isinstance(answer.body, Mapping) or not isinstance(meta, Mapping):
            raise attempt.cut_off("the answer was not the chat's")
        return meta, answer.body.get("data")


def _verdict(answer: Answer, meta: object) -> tuple[int, str]:
    """The status that counts, and the name of the error if one is named. `meta.status` is the one to believe."""
    if not isinstance(meta, Mapping):
        return answer.status, ""
    said, error = meta.get("status"), meta.get("error")
    status = said if isinstance(said, int) and said >= 400 else answer.status
    name = error if isinstance(error, str) and re.fullmatch(r"[A-Za-z0-9]{1,64}", error) else ""
    return _STATUSES.get(name, status), name
