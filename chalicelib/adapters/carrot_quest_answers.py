"""What Carrot quest's answers say, in the words of the model. No library here: JSON in, data out.

An answer of another shape raises what `understanding` takes for no answer. Objects: developers.carrotquest.io/objects.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from chalicelib.adapters import chat_texts
from chalicelib.adapters.chat_http import Account
from chalicelib.model.dialog import DialogLine
from chalicelib.model.person import Person, Place

OURS = "wilco:"
_WHO: dict[str, Literal["person", "operator", "note"]] = {
    "reply_user": "person",
    "reply_admin": "operator",
    "auto_reply": "operator",
    "article": "operator",
    "note": "note",
}


def person(account: Account, raw: Any) -> Person:
    """The person of a conversation. Whom the host has named to the chat is the one who clicks there, signed in."""
    props, custom = raw.get("props") or {}, raw.get("props_custom") or {}
    return Person(
        id=f"user:{raw['user_id']}" if raw.get("user_id") else f"{account.name}:{raw['id']}",
        name=chat_texts.words(props.get("$name")),
        email=chat_texts.address(props.get("$email")),
        locale=chat_texts.locale(
            custom.get("locale"), custom.get("$locale"), props.get("$locale"), props.get("$language")
        ),
    )


def page(raw: Any) -> Place | None:
    """The page that the person is on; who has left has none."""
    details = raw.get("presence_details") or {}
    if raw.get("presence") != "online":
        return None
    return chat_texts.page(details.get("$current_page_url"), details.get("$current_page_title"))


def lines(account: Account, parts: Iterable[Any], name: str | None) -> tuple[DialogLine, ...]:
    """What was said, oldest first; `name` is the person's. A part that two pages have is one."""
    said = {str(part["id"]): line for part in parts if (line := _line(account, part, name))}
    return tuple(said[ident] for ident in sorted(said, key=int))


def ours(account: Account, part: Any) -> bool:
    """Whether Wilco has written this part: it carries our mark, or came by the API from our account."""
    if str(part.get("external_id") or "").startswith(OURS):
        return True
    return part.get("sent_via") == "api" and bool(account.operator) and _author(part) == account.operator


def _line(account: Account, part: Any, name: str | None) -> DialogLine | None:
    who = _WHO.get(part["type"])
    text = "\n".join(filter(None, [chat_texts.plain(part.get("body") or ""), *_files(part)]))
    if who is None or part.get("removed") or not text:
        return None
    author = part.get("from")
    return DialogLine(
        id=str(part["id"]),
        who=who,
        text=text,
        at=chat_texts.moment(part["created"]),
        name=name if who == "person" else chat_texts.words(author.get("name") if isinstance(author, Mapping) else None),
        ours=who != "person" and ours(account, part),
    )


def _author(part: Any) -> str:
    author = part.get("from")
    return str(author["id"] if isinstance(author, Mapping) else author)


def _files(part: Any) -> list[str]:
    """A picture without a word is a line too, by its name."""
    return [f"[{one['filename']}]" for one in part.get("attachments") or () if one.get("filename")]
