"""What the tests of merged cases share: problems that people report, a merge, and what must be so in the end."""

from collections import Counter
from collections.abc import Iterable

from chalicelib.decisions.jira_news import look_again
from chalicelib.entrances import slack_merging
from chalicelib.entrances.http_reports import accept
from chalicelib.model.case import Case
from chalicelib.model.report import Report
from chalicelib.observe import now
from chalicelib.store.cases import get_case
from chalicelib.store.commit import commit, settle
from tests.builders import a_person, a_report
from tests.conftest import World

BASKET, SEARCH, ORDERS = "basket", "search", "orders"
_clicks = iter(range(1, 100_000))


def report_of(person: int, page: str) -> Report:
    return a_report(number=next(_clicks), person=a_person(person), url=f"https://shop.example/{page}")


def reported(page: str, people: Iterable[int]) -> str:
    """The case of that page's problem."""
    return [accept(report_of(person, page), None, now()) for person in people][-1].case_id


def merge(case_id: str, into: str) -> str:
    return settle(lambda _: slack_merging.merged(the_case(case_id), into, "Erin"), now()).why


def the_case(case_id: str) -> Case:
    case = get_case(case_id)
    assert case is not None
    return case


def moved(world: World, case_id: str, status: str, cause: str = "webhook") -> None:
    """Somebody drags the card."""
    issue = the_case(case_id).issue
    assert issue is not None
    kept = world.jira.issues[issue.id]
    kept.status, kept.updated_at = status, world.jira._tick()
    commit(look_again(case_id, f"{cause}:{status}", None), now())


def told(world: World, kind: str) -> Counter[str]:
    """How often each address was told something of this kind."""
    return Counter(mail.to for mail in world.mail.sent if mail.headers["X-Wilco-Kind"] == kind)


def everybody(*people: int) -> dict[str, int]:
    return {f"person-{person}@example.com": 1 for person in people}


def check_merged(world: World, case_id: str, into: str, people: int) -> None:
    case, other = the_case(case_id), the_case(into)
    assert case.issue is not None
    assert other.issue is not None
    issue = world.jira.issues[case.issue.id]
    assert (issue.status, issue.related) == ("Won't Do", {other.issue.id})
    (comment,) = [one.body for one in issue.comments]
    assert comment == f"The same as {other.issue.key}, says Erin in Slack. It goes on there."
    assert other.affected == people, "each person once"
    (message,) = [one.message for one in world.slack.messages if case.thread and one.thread.ts == case.thread.ts]
    assert f"Same as {other.issue.key}" in repr(message.blocks)
    assert [block["type"] for block in message.blocks] == ["header", "section"], "nothing to press"
    (shown,) = [one.message for one in world.slack.messages if other.thread and one.thread.ts == other.thread.ts]
    assert f"{people} people affected" in repr(shown.blocks)
    lines = [one.order_id for one in world.slack.messages if one.thread_ts]
    assert len(lines) == len(set(lines)), "no line stands in a thread twice"
    assert {f"{case_id}/slack:same:said", f"{into}/slack:same:{case_id}:said"} <= set(lines)
