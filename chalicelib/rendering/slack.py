"""A case as Slack shows it: the channel's message, the lines of its thread, and the modals behind its buttons.

Limits are Slack's Block Kit reference: header 150, section 3000, all blocks together about 12,000 in practice
(`msg_blocks_too_long`). Promise 6: what a person typed is escaped, stands in code, where Slack formats nothing,
and every text is `verbatim`, so that no address and no #name becomes a link.
"""

import re
from typing import Any

from chalicelib.model.case import Case
from chalicelib.model.orders import AskToSend, ReportDrift, SayInThread
from chalicelib.model.status import Status
from chalicelib.ports import Message
from chalicelib.rendering import naming
from chalicelib.rendering.links import Links
from chalicelib.rendering.typed import clean, cut, one_line, person_name
from chalicelib.rendering.wiki import plain_text
from chalicelib.team import Team

HEADER_LIMIT = 150
QUOTE_LIMIT = 400
THREAD_QUOTE_LIMIT = 2_700
PLACE_LIMIT = 300
QUESTION_LIMIT = 1_500

Block = dict[str, Any]

_SIGNS = {
    Status.RECEIVED: ("🟡", "Received"),
    Status.TAKEN: ("🙋", "Taken"),
    Status.IN_PROGRESS: ("🔧", "In progress"),
    Status.RESOLVED: ("✅", "Resolved"),
    Status.DECLINED: ("🚫", "Declined"),
    Status.REOPENED: ("🔁", "Reopened"),
}
_SAID = {
    "one_more": "👥 One more report; {people} affected so far.",
    "answered": "💬 {by} answered the people who wait:",
    "asked": "❓ {by} asked the reporter:",
    "reporter_note": "✍️ The reporter adds:",
    "screenshot": "🖼️ The reporter added a screenshot.",
    "agreed": "📣 {by} agreed: everybody who follows the case is told now.",
    "escalated": "🎧 {by} handed over a support dialog.",
    "operator_note": "🎧 {by} adds, from the support chat:",
    "dialog_unread": "⚠️ The dialog could not be read, so nothing of it is on the issue; please look there:",
    "own_mail": "✋ {by} wrote this; somebody else has to agree before it goes out.",
}


def case_message(case: Case, team: Team, links: Links) -> Message:
    """The channel's message for the case as it is now."""
    sign, word = _SIGNS[case.status]
    title = f"{sign} {word} · {naming.area_name(case, team)}: {naming.kind_name(case, team)}"
    blocks = [_header(title), _section(_facts(case, team, links))]
    if case.words and clean(case.words):
        blocks.append(_section(_quote(case.words, QUOTE_LIMIT)))
    buttons = _buttons(case, links)
    if buttons:
        blocks.append({"type": "actions", "block_id": "case", "elements": buttons})
    text = f"{_escape(cut(one_line(title), HEADER_LIMIT))} · {_code(case.place)} · {_affected(case)}"
    return Message(text=text, blocks=blocks)


def thread_line(act: SayInThread, case: Case, team: Team, links: Links) -> Message:
    """One line of the case's thread."""
    line = _thread_words(act, case)
    if act.dialog and (desk := team.desks.get(act.dialog.desk)):
        line += f" <{links.dialog(desk.panel, act.dialog.id)}|Open the dialog>"
    if act.said in ("status", "screenshot") and case.issue:
        line += f" · {_issue_link(case, links)}"
    said = plain_text(act.text) if act.said == "answered" else act.text
    text = f"{line}\n{_quote(said, THREAD_QUOTE_LIMIT)}" if clean(said) else line
    return Message(text=text, blocks=[_section(text)])


def approval(act: AskToSend) -> Message:
    """The question whether so many people may be told, with the words that they would read."""
    words = f"📣 *{act.audience:,} people* would be told at once. A second person has to agree."
    blocks = [_section(words)]
    if clean(act.notice.text):
        blocks.append(_section(_quote(act.notice.text, THREAD_QUOTE_LIMIT)))
    button = {
        "type": "button",
        "action_id": "agree",
        "text": _plain(f"Tell {act.audience:,} people"),
        "value": act.held,
    }
    blocks.append({"type": "actions", "block_id": "approval", "elements": [button | {"style": "primary"}]})
    return Message(text=words, blocks=blocks)


def drift(act: ReportDrift, links: Links) -> Message:
    """One line: what Jira had not told us, and that it is made good."""
    issues = ", ".join(f"<{links.issue(key)}|{key}>" for key in act.issues[:20])
    more = f" and {len(act.issues) - 20} more" if len(act.issues) > 20 else ""
    text = f"🩹 Jira had news that never reached us: {issues}{more}. It is repaired, and everybody is told."
    return Message(text=text, blocks=[_section(text)])


def ask_modal(case: Case, team: Team) -> dict[str, Any]:
    """The form behind *Ask the reporter*; `private_metadata` carries the case back."""
    question = {
        "type": "input",
        "block_id": "question",
        "label": _plain("Your question"),
        "hint": _plain("Everyone who follows the case gets it by mail and answers on the page of their report."),
        "element": {
            "type": "plain_text_input",
            "action_id": "text",
            "multiline": True,
            "max_length": QUESTION_LIMIT,
            "focus_on_load": True,
        },
    }
    view = _modal("Ask the reporter", [_section(_about(case, team)), question])
    return view | {"callback_id": "ask", "private_metadata": case.id, "submit": _plain("Send")}


def closed_modal(case: Case, team: Team) -> dict[str, Any]:
    """What a button answers when the case was closed before the message showed it."""
    _, word = _SIGNS[case.status]
    said = f"{_about(case, team)}\nThis case is closed already ({word.lower()}); nobody was told anything new."
    return _modal("Already closed", [_section(said)])


def _header(title: str) -> Block:
    return {"type": "header", "text": _plain(cut(one_line(title), HEADER_LIMIT))}


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _modal(title: str, blocks: list[Block]) -> Block:
    return {"type": "modal", "title": _plain(title), "close": _plain("Close"), "blocks": blocks}


def _facts(case: Case, team: Team, links: Links) -> str:
    facts = [f"👥 {_affected(case)}", f"👤 {_owner(case, team)}", _issue_link(case, links)]
    if case.first_report:
        facts.append(f"<{links.report(*case.first_report)}|The report>")
    return f"{_code(case.place)}\n{'   '.join(facts)}"


def _affected(case: Case) -> str:
    return f"{naming.people(max(case.affected, 1))} affected"


def _owner(case: Case, team: Team) -> str:
    if case.owner is None:
        return "Nobody has it yet"
    colleague = team.by_slack(case.owner) or team.by_jira(case.owner)
    return _person(colleague.name if colleague else case.owner)


def _person(name: str) -> str:
    return person_name(name) or "Somebody"


def _issue_link(case: Case, links: Links) -> str:
    return f"<{links.issue(case.issue.key)}|{case.issue.key}>" if case.issue else "Jira: on its way"


def _thread_words(act: SayInThread, case: Case) -> str:
    if act.said != "status":
        people = naming.people(act.people or max(case.affected, 1))
        return _SAID[act.said].format(by=_person(act.by), people=people)
    sign, word = _SIGNS[act.status or case.status]
    return f"{sign} *{word}*" + (f", {_person(act.by)}" if act.by else "")


def _about(case: Case, team: Team) -> str:
    kind = cut(one_line(f"{naming.area_name(case, team)}: {naming.kind_name(case, team)}"), HEADER_LIMIT)
    about = f"{_escape(kind)}\n{_code(case.place)}"
    return f"{about}\n{_quote(case.words, QUOTE_LIMIT)}" if case.words and clean(case.words) else about


def _buttons(case: Case, links: Links) -> list[Block]:
    buttons: list[Block] = []
    if case.status in (Status.RECEIVED, Status.REOPENED) or (case.owner is None and not case.status.closed):
        buttons.append(_button("take", "Take", case) | {"style": "primary"})
    if not case.status.closed:
        buttons.append(_button("ask", "Ask the reporter", case))
        buttons.append(_button("not_a_bug", "Not a bug", case) | {"style": "danger", "confirm": _sure()})
    if case.issue:
        buttons.append(_button("open_jira", "Open in Jira", case) | {"url": links.issue(case.issue.key)})
    return buttons


def _button(action: str, text: str, case: Case) -> Block:
    return {"type": "button", "action_id": action, "text": _plain(text), "value": case.id}


def _sure() -> Block:
    return {
        "title": _plain("Not a bug?"),
        "text": _plain("The Jira issue is closed as declined, and everyone who follows the case is told so."),
        "confirm": _plain("Not a bug"),
        "deny": _plain("Keep it open"),
        "style": "danger",
    }


def _escape(text: str) -> str:
    """Slack's three control characters, as its documentation asks ("Escaping text")."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shown(text: str, limit: int) -> str:
    """Typed text for inside code, escaped, at most `limit` long, never cut within an entity."""
    safe = _escape(text.replace("`", "'"))
    return re.sub(r"&[a-z]{0,3}…$", "…", cut(safe, limit))


def _code(text: str) -> str:
    return f"`{_shown(one_line(text), PLACE_LIMIT) or 'no place'}`"


def _quote(text: str, limit: int) -> str:
    return f"```\n{_shown(clean(text), limit)}\n```"
