"""The Jira issue: exact fields for one case, and nothing typed gets out of its quotation."""

import re
from dataclasses import replace

import pytest
from hypothesis import given

from chalicelib.model.case import Case
from chalicelib.model.orders import CommentIssue
from chalicelib.model.report import Client, ConsoleLine, Context, FailedRequest, Person, Place, Report, Trigger
from chalicelib.rendering import jira
from chalicelib.team import Team
from tests.unit.rendering.examples import CASE, LINKS, REPORT, TEAM, extreme

WITHOUT_FIELD = TEAM.model_copy(update={"jira": TEAM.jira.model_copy(update={"affected_field": None})})
# Headings that are there only when something was typed under them.
FROM_TYPING = re.compile(r"h3\. In the reporter's words\n\n\n|h4\. Errors in the browser's console\n\n\n")
BLOCK = re.compile(r"\{noformat\}\n(.*?)\n\{noformat\}", re.DOTALL)

DESCRIPTION = """\
h3. What
{noformat}
Kind      Wrong value
Area      Prices
Product   The Shop
Impact    workaround
Since     2026-03-05 14:03 UTC
Affected  12 people when the issue was opened
{noformat}

h3. In the reporter's words
{noformat}
The total is 12 € too high
{noformat}

h3. Where
{noformat}
Page     https://shop.example/orders/17?from=mail
Title    Your order
Element  #total
Label    Price is wrong
{noformat}

h3. Who and with what
{noformat}
Person     u-17
Report     r-1
Case       3f9a1c-1
Browser    Firefox 133.0
System     Windows 10
Version    3.2.1
Viewport   1920x1080
Locale     ru-RU
Time zone  Europe/Moscow
{noformat}

[What the reporter sees|https://wilco.example/t/r-1.secret]"""


def test_a_case_becomes_an_issue() -> None:
    assert jira.issue_fields(CASE, REPORT, TEAM, LINKS) == {
        "project": {"key": "SHOP"},
        "issuetype": {"name": "Bug"},
        "summary": "[Prices] Wrong value at shop.example/orders/:id",
        "description": DESCRIPTION,
        "environment": "{noformat}\nFirefox 133.0, Windows 10, 3.2.1, 1920x1080, ru-RU, Europe/Moscow\n{noformat}",
        "labels": ["wilco", "wilco-3f9a1c-1", "kind-wrong-value", "area-prices", "impact-workaround"],
        "components": [{"name": "Prices"}],
        "priority": {"name": "Medium"},
        "customfield_10050": 12,
    }


def test_the_summary_carries_the_count_when_no_field_does() -> None:
    summary = "[Prices] Wrong value at shop.example/orders/:id"
    assert jira.affected_fields(CASE, WITHOUT_FIELD) == {"summary": f"{summary} (12 people)"}
    assert jira.affected_fields(replace(CASE, affected=1), WITHOUT_FIELD) == {"summary": summary}
    assert jira.issue_fields(CASE, REPORT, WITHOUT_FIELD, LINKS)["summary"] == f"{summary} (12 people)"


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(REPORT, client=Client(), comment=" ", person=Person(""))
    fields = jira.issue_fields(CASE, bare, TEAM, LINKS)
    assert "environment" not in fields
    assert "reporter's words" not in fields["description"]
    assert re.search(r"^Person +anonymous$", fields["description"], re.MULTILINE)


def test_what_the_browser_said_stands_behind_the_place() -> None:
    context = Context(
        (ConsoleLine("error", "TypeError: x is\nnot a function", "2026-03-05T14:02:58Z"), ConsoleLine("", "Two", "")),
        (
            FailedRequest("GET", "https://shop.example/api/prices", 500, "2026-03-05T14:02:59Z"),
            FailedRequest("POST", "/api/basket", 0, ""),
        ),
    )
    description = jira.issue_fields(CASE, replace(REPORT, context=context), TEAM, LINKS)["description"]
    said = """\
h4. Errors in the browser's console
{noformat}
2026-03-05T14:02:58Z  error  TypeError: x is not a function
Two
{noformat}

h4. Requests that failed
{noformat}
2026-03-05T14:02:59Z  500  GET  https://shop.example/api/prices
no answer  POST  /api/basket
{noformat}

"""
    assert description == DESCRIPTION.replace("h3. Who and", f"{said}h3. Who and")
    for nothing in (Context(), Context((ConsoleLine("", "\u200b", " "),))):
        assert jira.issue_fields(CASE, replace(REPORT, context=nothing), TEAM, LINKS)["description"] == DESCRIPTION


def test_words_that_left_the_teams_file_are_shown_as_they_are() -> None:
    fields = jira.issue_fields(replace(CASE, area="old-area", kind="old-kind"), REPORT, TEAM, LINKS)
    assert fields["summary"].startswith("[old-area] old-kind at")
    assert "components" not in fields


def test_a_person_is_never_named_by_an_address() -> None:
    owner = replace(REPORT, person=Person("anna@example.com", "Anna", "anna@example.com"))
    assert "anna" not in str(jira.issue_fields(CASE, owner, TEAM, LINKS)).casefold()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (CommentIssue("reporter_note", "Still there"), "The reporter adds:\n{noformat}\nStill there\n{noformat}"),
        (CommentIssue("reported_again"), "Reported again after it was resolved; 12 people affected so far."),
        (
            CommentIssue("asked", "Which browser?", "Erin"),
            "Erin asks those who reported:\n{noformat}\nWhich browser?\n{noformat}",
        ),
        (
            CommentIssue("operator_note", "Also in Safari", "Erin"),
            "Erin adds, from the support chat:\n{noformat}\nAlso in Safari\n{noformat}",
        ),
        (CommentIssue("declined_in_slack", by="SHOP-1"), "SHOP\u20111 says in Slack that this is not a bug."),
    ],
)
def test_comments(act: CommentIssue, words: str) -> None:
    assert jira.comment(act, CASE) == words


def typed_everywhere(text: str) -> tuple[Case, Report]:
    report = replace(
        REPORT,
        trigger=Trigger("prices", "wrong-value", text, text, text),
        place=Place(text, text),
        client=Client(text, text, text, text, text, text),
        person=Person(text, text, None, text),
        comment=text,
        context=Context((ConsoleLine(text, text, text),) * 10, (FailedRequest(text, text, 500, text),) * 10),
    )
    return replace(CASE, place=text, words=text), report


@pytest.mark.parametrize("team", [TEAM, WITHOUT_FIELD])
@given(text=extreme)
def test_nothing_typed_leaves_its_quotation(team: Team, text: str) -> None:
    case, report = typed_everywhere(text)
    fields = jira.issue_fields(case, report, team, LINKS)
    innocent = jira.issue_fields(*typed_everywhere("x"), team, LINKS)
    for field in ("description", "environment"):
        markup = BLOCK.sub("", fields.get(field, ""))
        assert "{" not in markup
        assert FROM_TYPING.sub("", markup).strip() == FROM_TYPING.sub("", BLOCK.sub("", innocent[field])).strip()


@given(text=extreme)
def test_what_jira_refuses_is_never_sent(text: str) -> None:
    case, report = typed_everywhere(text)
    fields = jira.issue_fields(replace(case, affected=10**6), report, WITHOUT_FIELD, LINKS)
    assert len(fields["summary"].encode("utf-16-le")) // 2 <= 255
    assert len(fields["summary"].splitlines()) == 1
    assert len(fields["description"].encode("utf-16-le")) // 2 < 32_767
    assert all(re.fullmatch(r"[!-~]{1,255}", label) for label in fields["labels"])


@given(text=extreme, by=extreme)
def test_a_comment_never_speaks_for_the_team(text: str, by: str) -> None:
    said = jira.comment(CommentIssue("asked", text, by), CASE)
    assert len(said) < 32_767
    outside = BLOCK.sub("", said)
    assert not set(outside) & set("{}[]|*_!@#<>")
    assert "http" not in outside.partition(" asks")[2]
    note = jira.comment(CommentIssue("reporter_note", text, by), CASE)
    assert not note.startswith(TEAM.jira.public_comment_prefix)
