"""Promise 2 when people say *me too* from other pages: still one Jira issue, and everybody hears of its solution."""

from collections import Counter
from datetime import timedelta

from chalicelib.decisions.jira_news import look_again
from chalicelib.entrances.http_reports import accept
from chalicelib.store.cases import get_case
from chalicelib.store.commit import commit
from tests.builders import NOW, a_person, a_report
from tests.conftest import World
from tests.pump import Pump


def test_everybody_counts_and_is_told_the_solution(world: World, pump: Pump) -> None:
    known = accept(a_report(person=a_person(1)), None, NOW)
    pump.run()
    for number, page in enumerate(("basket", "search", "account", "help"), 2):
        report = a_report(number=number, person=a_person(number), url=f"https://shop.example/{page}", kind="late-data")
        accept(report, None, NOW, known.case_id)
    pump.run()
    case = get_case(known.case_id)
    assert case is not None
    assert case.affected == 5
    (issue,) = world.jira.issues.values()
    issue.status, issue.updated_at = "Done", NOW + timedelta(days=1)
    commit(look_again(known.case_id, "webhook", None), NOW)
    pump.run()
    told = Counter(mail.to for mail in world.mail.sent)
    assert told == {f"person-{number}@example.com": 2 for number in range(1, 6)}, "received, and resolved"
