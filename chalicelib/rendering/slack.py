"""A case as Slack shows it: the channel's message and the lines of its thread.

Limits are Slack's Block Kit reference: header 150, section 3000, all blocks together about 12,000 in practice
(`msg_blocks_too_long`).
"""

from chalicelib.model.case import Case
from chalicelib.model.orders import AskToSend, ReportDrift, SayInThread
from chalicelib.model.status import Status
from chalicelib.ports import Message
from chalicelib.rendering import naming
from chalicelib.rendering.block_kit import HEADER_LIMIT, Block, code, escape, header, plain, quote, section
from chalicelib.rendering.links import Links
from chalicelib.rendering.moments import when
from chalicelib.rendering.slack_owners import take_button
from chalicelib.rendering.typed import clean, cut, one_line, person_name
from chalicelib.rendering.wiki import plain_text
from chalicelib.team import Team

QUOTE_LIMIT = 400
THREAD_QUOTE_LIMIT = 2_700

SIGNS = {
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
    "paging": "🚨 Urgent, and outside of working hours: {who} is on duty.",
    "replied": "🤝 {by} wrote to everybody who follows the case:",
    "not_sent": "✋ The case was closed before {by} sent this, so nobody was told:",
    "promise_due": "⏰ An answer is due by {due}: {who} has promised it.",
    "promise_broken": "💔 A promise is broken. People were told that they hear from us by {due}. {calls}",
    "unanswered": "🔔 Nobody has taken this case yet, and somebody waits for an answer. {calls}",
    "asked_address": "📮 {by} asked the person for a mail address.",
    "own_mail": "✋ {by} wrote this; somebody else has to agree before it goes out.",
}


def case_message(case: Case, team: Team, links: Links) -> Message:
    """The channel's message for the case as it is now."""
    sign, word = SIGNS[case.status]
    title = f"{sign} {word} · {naming.area_name(case, team)}: {naming.kind_name(case, team)}"
    blocks = [header(title), section(_facts(case, team, links))]
    if case.words and clean(case.words):
        blocks.append(section(quote(case.words, QUOTE_LIMIT)))
    buttons = _buttons(case, links)
    if buttons:
        blocks.append(_actions("case", buttons))
    text = f"{escape(cut(one_line(title), HEADER_LIMIT))} · {code(case.place)} · {_affected(case)}"
    return Message(text=text, blocks=blocks)


def thread_line(act: SayInThread, case: Case, team: Team, links: Links) -> Message:
    """One line of the case's thread."""
    line = _thread_words(act, case, team)
    if act.dialog and (desk := team.desks.get(act.dialog.desk)):
        line += f" <{links.dialog(desk.panel, act.dialog.id)}|Open the dialog>"
    if act.said in ("status", "screenshot") and case.issue:
        line += f" · {_issue_link(case, links)}"
    said = _team_words(act.text, act.saved, team, answered=act.said == "answered")
    text = f"{line}\n{quote(said, THREAD_QUOTE_LIMIT)}" if clean(said) else line
    if act.said == "replied" and act.due:
        text += f"\n⏳ An answer is due by {when(act.due, team.hours.as_hours(), 'en')}."
    buttons = [_actions("dialog", [_ask_address(act, case)])] if act.unmailed else []
    return Message(text=text, blocks=[section(text), *buttons])


def approval(act: AskToSend, team: Team) -> Message:
    """The question whether so many people may be told, with the words that they would read."""
    words = f"📣 *{act.audience:,} people* would be told at once. A second person has to agree."
    blocks = [section(words)]
    read = _team_words(act.notice.text, act.notice.saved, team, answered=act.notice.kind == "answer")
    if act.notice.update:
        read = "\n\n".join(act.notice.update.texts.values())
    if clean(read):
        blocks.append(section(quote(read, THREAD_QUOTE_LIMIT)))
    button = {
        "type": "button",
        "action_id": "agree",
        "text": plain(f"Tell {act.audience:,} people"),
        "value": act.held,
    }
    blocks.append(_actions("approval", [button | {"style": "primary"}]))
    return Message(text=words, blocks=blocks)


def drift(act: ReportDrift, links: Links) -> Message:
    """One line: what Jira had not told us, and that it is made good."""
    issues = ", ".join(f"<{links.issue(key)}|{key}>" for key in act.issues[:20])
    more = f" and {len(act.issues) - 20} more" if len(act.issues) > 20 else ""
    text = f"🩹 Jira had news that never reached us: {issues}{more}. It is repaired, and everybody is told."
    return Message(text=text, blocks=[section(text)])


def _ask_address(act: SayInThread, case: Case) -> Block:
    """Nobody knows where to mail this person: one press, and they are asked in their dialog."""
    value = f"{case.id}/{act.unmailed}"
    return {"type": "button", "action_id": "ask_address", "text": plain("Ask for a mail address"), "value": value}


def _actions(block: str, buttons: list[Block]) -> Block:
    return {"type": "actions", "block_id": block, "elements": buttons}


def _facts(case: Case, team: Team, links: Links) -> str:
    facts = [f"👥 {_affected(case)}", f"👤 {_owner(case, team)}", _issue_link(case, links)]
    if case.first_report:
        facts.append(f"<{links.report(*case.first_report)}|The report>")
    return f"{code(case.place)}\n{' · '.join(facts)}"


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


def _team_words(text: str, saved: str, team: Team, *, answered: bool) -> str:
    """What is quoted: an answer was written as a Jira comment, a saved reply stands in the team's file."""
    written = plain_text(text) if answered else text
    reply = team.replies.get(saved)
    return f"{reply.text.in_('en')}\n\n{written}" if reply else written


def _thread_words(act: SayInThread, case: Case, team: Team) -> str:
    if act.said != "status":
        people = naming.people(act.people or max(case.affected, 1))
        calls, by = f"<@{act.mention}>" if team.mentionable(act.mention) else "", _person(act.by)
        due = when(act.due, team.hours.as_hours(), "en") if act.due else ""
        return _SAID[act.said].format(by=by, people=people, calls=calls, who=calls or by, due=due).rstrip()
    sign, word = SIGNS[act.status or case.status]
    return f"{sign} *{word}*" + (f", {_person(act.by)}" if act.by else "")


def _buttons(case: Case, links: Links) -> list[Block]:
    buttons: list[Block] = []
    if taking := take_button(case):
        buttons.append(taking)
    if not case.status.closed:
        buttons.append(_button("reply", "Reply…", case))
        buttons.append(_button("ask", "Ask the reporter", case))
        buttons.append(_button("same", "Same as…", case))
        buttons.append(_button("not_a_bug", "Not a bug", case) | {"style": "danger", "confirm": _sure()})
    if case.issue:
        buttons.append(_button("open_jira", "Open in Jira", case) | {"url": links.issue(case.issue.key)})
    return buttons


def _button(action: str, text: str, case: Case) -> Block:
    return {"type": "button", "action_id": action, "text": plain(text), "value": case.id}


def _sure() -> Block:
    return {
        "title": plain("Not a bug?"),
        "text": plain("The Jira issue is closed as declined, and everyone who follows the case is told so."),
        "confirm": plain("Not a bug"),
        "deny": plain("Keep it open"),
        "style": "danger",
    }
