"""Checks Block Kit as Slack does: every limit of docs.slack.dev/reference/block-kit that a message can run into.

Each check appends what is wrong, with the JSON pointer that Slack gives, so that one call shows every mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.slack.refusals import SlackRefusal, check_sum
from sandbox.state import Json

MESSAGE_BLOCKS, MODAL_BLOCKS = 50, 100
RICH_PARTS = {"rich_text_section", "rich_text_preformatted", "rich_text_quote", "rich_text_list"}
BUTTON_STYLES = {None, "primary", "danger"}


def check_message_blocks(blocks: Any) -> list[Json]:
    """Take the blocks of a message: `invalid_blocks` or `msg_blocks_too_long` otherwise."""
    check = Check()
    check.blocks(blocks, MESSAGE_BLOCKS)
    if check.wrong:
        raise SlackRefusal("invalid_blocks", *check.wrong)
    check_sum(blocks)
    return list(blocks)


def check_view(view: Any) -> Json:
    """Take a modal: `invalid_arguments` otherwise, as views.open says it."""
    check = Check()
    if not isinstance(view, dict) or view.get("type") != "modal":
        raise SlackRefusal("invalid_arguments", "view must be a modal [json-pointer:/view/type]")
    check.text(view.get("title"), "/view/title", 24, plain=True)
    for name in ("submit", "close"):
        if name in view and view[name] is not None:
            check.text(view[name], f"/view/{name}", 24, plain=True)
    check.length(view.get("private_metadata", ""), "/view/private_metadata", 3000)
    check.length(view.get("callback_id", ""), "/view/callback_id", 255)
    check.blocks(view.get("blocks"), MODAL_BLOCKS, "/view/blocks")
    has_input = any(isinstance(b, dict) and b.get("type") == "input" for b in view.get("blocks") or [])
    if has_input and not view.get("submit"):
        check.say("submit is required when there is an input block", "/view")
    if check.wrong:
        raise SlackRefusal("invalid_arguments", *check.wrong)
    return view


class Check:
    """Collects what is wrong."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def say(self, what: str, where: str) -> None:
        self.wrong.append(f"{what} [json-pointer:{where}]")

    def length(self, value: Any, where: str, limit: int, least: int = 0) -> None:
        if not isinstance(value, str):
            self.say("must be a string", where)
        elif len(value) > limit:
            self.say(f"must be less than {limit + 1} characters", where)
        elif len(value) < least:
            self.say(f"must be more than {least - 1} characters", where)

    def items(self, value: Any, where: str, most: int, least: int = 1) -> list[Json]:
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.say("must be an array of objects", where)
            return []
        if not least <= len(value) <= most:
            self.say(f"must have between {least} and {most} items", where)
        return value

    def unique(self, items: list[Json], name: str, where: str) -> None:
        given = [item[name] for item in items if item.get(name)]
        for twice in sorted({str(one) for one in given if given.count(one) > 1}):
            self.say(f"`{name}` {twice} already exists", where)

    def text(self, value: Any, where: str, limit: int, plain: bool = False) -> None:
        kinds = {"plain_text"} if plain else {"plain_text", "mrkdwn"}
        if not isinstance(value, dict) or value.get("type") not in kinds:
            self.say(f"must be a text object of type {' or '.join(sorted(kinds))}", where)
            return
        self.length(value.get("text"), f"{where}/text", limit, least=1)
        foreign = "verbatim" if value["type"] == "plain_text" else "emoji"
        if foreign in value:
            self.say(f"additional property: {foreign}", where)

    def blocks(self, blocks: Any, most: int, where: str = "/blocks") -> None:
        found = self.items(blocks, where, most, least=0)
        self.unique(found, "block_id", where)
        for n, block in enumerate(found):
            at = f"{where}/{n}"
            self.length(block.get("block_id", ""), f"{at}/block_id", 255)
            check = BLOCKS.get(str(block.get("type")))
            if check is None:
                self.say(f"unsupported type: {block.get('type')}", f"{at}/type")
            else:
                check(self, block, at)

    def section(self, block: Json, at: str) -> None:
        if "text" not in block and "fields" not in block:
            self.say("missing required field: text or fields", at)
        if "text" in block:
            self.text(block["text"], f"{at}/text", 3000)
        if "fields" in block:
            for n, one in enumerate(self.items(block["fields"], f"{at}/fields", 10)):
                self.text(one, f"{at}/fields/{n}", 2000)
        if "accessory" in block:
            self.element(block["accessory"], f"{at}/accessory")

    def header(self, block: Json, at: str) -> None:
        self.text(block.get("text"), f"{at}/text", 150, plain=True)

    def divider(self, block: Json, at: str) -> None:
        """A divider has nothing that could be wrong."""

    def context(self, block: Json, at: str) -> None:
        for n, one in enumerate(self.items(block.get("elements"), f"{at}/elements", 10)):
            if one.get("type") == "image":
                self.image(one, f"{at}/elements/{n}")
            else:
                self.text(one, f"{at}/elements/{n}", 3000)

    def actions(self, block: Json, at: str) -> None:
        elements = self.items(block.get("elements"), f"{at}/elements", 25)
        self.unique(elements, "action_id", f"{at}/elements")
        for n, one in enumerate(elements):
            self.element(one, f"{at}/elements/{n}")

    def input(self, block: Json, at: str) -> None:
        self.text(block.get("label"), f"{at}/label", 2000, plain=True)
        if block.get("hint") is not None:
            self.text(block["hint"], f"{at}/hint", 2000, plain=True)
        self.element(block.get("element") or {}, f"{at}/element")

    def image(self, block: Json, at: str) -> None:
        self.length(block.get("image_url", ""), f"{at}/image_url", 3000, least=1)
        self.length(block.get("alt_text", ""), f"{at}/alt_text", 2000, least=1)

    def rich_text(self, block: Json, at: str) -> None:
        for n, part in enumerate(self.items(block.get("elements"), f"{at}/elements", 100)):
            if part.get("type") not in RICH_PARTS:
                self.say(f"unsupported type: {part.get('type')}", f"{at}/elements/{n}")
            for m, one in enumerate(self.items(part.get("elements"), f"{at}/elements/{n}/elements", 1000)):
                if one.get("type") == "text":
                    self.length(one.get("text"), f"{at}/elements/{n}/elements/{m}/text", 13_000, least=1)

    def markdown(self, block: Json, at: str) -> None:
        self.length(block.get("text"), f"{at}/text", 12_000, least=1)

    def element(self, element: Json, at: str) -> None:
        self.length(element.get("action_id", ""), f"{at}/action_id", 255)
        if element.get("placeholder") is not None:
            self.text(element["placeholder"], f"{at}/placeholder", 150, plain=True)
        if element.get("confirm") is not None:
            self.confirm(element["confirm"], f"{at}/confirm")
        check = ELEMENTS.get(str(element.get("type")))
        if check is None:
            self.say(f"unsupported type: {element.get('type')}", f"{at}/type")
        else:
            check(self, element, at)

    def confirm(self, confirm: Json, at: str) -> None:
        for name, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            if name in confirm or name in ("title", "text"):
                self.text(confirm.get(name), f"{at}/{name}", limit, plain=name != "text")

    def button(self, element: Json, at: str) -> None:
        self.text(element.get("text"), f"{at}/text", 75, plain=True)
        self.length(element.get("value", ""), f"{at}/value", 2000)
        self.length(element.get("url", ""), f"{at}/url", 3000)
        if element.get("style") not in BUTTON_STYLES:
            self.say("must be primary or danger", f"{at}/style")

    def choice(self, element: Json, at: str) -> None:
        most = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}.get(element["type"], 100)
        options = self.items(element.get("options"), f"{at}/options", most)
        for n, option in enumerate(options):
            self.text(option.get("text"), f"{at}/options/{n}/text", 75)
            self.length(option.get("value"), f"{at}/options/{n}/value", 150)
            if option.get("description") is not None:
                self.text(option["description"], f"{at}/options/{n}/description", 75)
        if element.get("initial_option") is not None and element["initial_option"] not in options:
            self.say("must be one of the options", f"{at}/initial_option")
        if any(one not in options for one in element.get("initial_options", [])):
            self.say("must be some of the options", f"{at}/initial_options")

    def plain_text_input(self, element: Json, at: str) -> None:
        most = element.get("max_length", 3000)
        if not isinstance(most, int) or not 0 < most <= 3000:
            self.say("must be between 1 and 3000", f"{at}/max_length")
        self.length(element.get("initial_value", ""), f"{at}/initial_value", 3000)

    def plain(self, element: Json, at: str) -> None:
        """A picker without choices of its own has nothing more to check."""


BLOCKS: dict[str, Callable[[Check, Json, str], None]] = {
    "section": Check.section,
    "header": Check.header,
    "divider": Check.divider,
    "context": Check.context,
    "actions": Check.actions,
    "input": Check.input,
    "image": Check.image,
    "rich_text": Check.rich_text,
    "markdown": Check.markdown,
}
ELEMENTS: dict[str, Callable[[Check, Json, str], None]] = {
    "button": Check.button,
    "image": Check.image,
    "static_select": Check.choice,
    "radio_buttons": Check.choice,
    "checkboxes": Check.choice,
    "multi_static_select": Check.choice,
    "overflow": Check.choice,
    "plain_text_input": Check.plain_text_input,
    "users_select": Check.plain,
    "datepicker": Check.plain,
}
