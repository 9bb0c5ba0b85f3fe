"""The story: 24 reports come in while Jira and Slack fail a little, and then people act as people do.

Beside acting, it writes down what must follow for whom; `accounts` compares that with what really came.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tour.people import Person, RealReport, click, real_reports, reporters
from tour.world import Json, World

FILM = "the front page: no sound or picture"
FORM = "the form for a new issue: not usable"
NEWS = "ndtv.com: no sound or picture"
TELEVISION = "abc.com: something else"
PHONE = "the form for a new issue: desktop site"

_AT_ONCE = 8
_TRIES, _NOT_IN_TIME = 5, 504  # a slow machine is no refusal
_SENT_TWICE = 4  # every fourth click comes again, as from a page that did not hear the answer


@dataclass(frozen=True, slots=True)
class Accepted:
    """A report with its receipt."""

    report: RealReport
    person: Person
    report_id: str
    tracking_url: str


class NotAccepted(Exception):
    """Wilco refused a report of the tour, or answered a retry as if it were another report."""


@dataclass
class Story:
    """The tour as it happens. `heard` is what each address must have been told, in order."""

    world: World
    say: Callable[[str], None]
    accepted: list[Accepted] = field(default_factory=list)
    retries: int = 0
    heard: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    status: dict[str, str] = field(default_factory=dict)

    def play(self) -> None:
        """All of it, in order. Raises NotAccepted, NeverQuiet, or httpx's errors."""
        self.reports_come_in()
        self.the_film_is_mended_and_breaks_again()
        self.the_form_is_mended()
        self.an_engineer_is_named_in_jira()
        self.two_are_declined()

    def reports_come_in(self) -> None:
        """Half of the reports one after the other, the rest at once while the vendors fail."""
        reports = real_reports()
        pairs = list(zip(reports, reporters(reports), strict=True))
        half = len(pairs) // 2
        self.say(f"{half} people report something, one after the other")
        for pair in pairs[:half]:
            self._send(pair)
        self.say("Jira refuses two issues (429) and makes one without saying so; Slack posts one without saying so")
        self.world.break_down("jira", "429", "POST .*/issue$", times=2, seconds=2)
        self.world.break_down("jira", "commit-then-timeout", "POST .*/issue$", times=1, seconds=1)
        self.world.break_down("slack", "commit-then-timeout", "chat.postMessage", times=1, seconds=1)
        self.say(f"{len(pairs) - half} more report at the same time")
        with ThreadPoolExecutor(_AT_ONCE) as crowd:
            list(crowd.map(self._send, pairs[half:]))
        self.wait("everything has arrived")

    def the_film_is_mended_and_breaks_again(self) -> None:
        """Taken and asked in Slack, answered on the page, moved in Jira, resolved, reported again."""
        key, ts = self._issue(FILM)["key"], self._parent(FILM)["ts"]
        self.say(f"{key}: Mikhail takes it in Slack and asks the reporters; one of them answers on their page")
        self.world.press(ts, "take", "U0MIKHAIL")
        self._becomes(FILM, "taken")
        self.world.press(ts, "ask", "U0MIKHAIL")
        self.world.fill_in({"question": {"text": "Does the sound play when you turn off the picture?"}}, "U0MIKHAIL")
        self._everybody_hears(FILM, "question")
        self.world.note(self._of(FILM)[0].tracking_url, "Yes, only the picture is missing.")
        self.wait("the question has gone out, the answer has come in")
        self.say(f"{key}: In Progress, a public comment, In Review, Done")
        self._move(key, FILM, "In Progress", "in_progress")
        self.world.comment(key, "[public] The player asks for a codec that you do not have.", "mikhail")
        self._everybody_hears(FILM, "answer")
        self.world.comment(key, "Reproduced in a clean profile.", "mikhail")
        self.wait("everybody has the answer; what engineers write to each other stays there")
        self.world.move(key, "In Review", "mikhail")
        self.wait("In Review is no news to anybody")
        self._move(key, FILM, "Done", "resolved")
        self.say(f"{key}: the same happens to somebody else, and the case is open again")
        self._everybody_hears(FILM, "reopened")
        self.status[FILM] = "reopened"
        self._send((self._of(FILM)[0].report, Person(25, "Quinn", "en")))
        self.wait("reopened")

    def the_form_is_mended(self) -> None:
        """The plain way, for the case with the most followers."""
        key = self._issue(FORM)["key"]
        self.say(f"{key}: In Progress, then Done")
        self._move(key, FORM, "In Progress", "in_progress")
        self._move(key, FORM, "Done", "resolved")

    def an_engineer_is_named_in_jira(self) -> None:
        """Being assigned is being taken, although the card has not moved."""
        key = self._issue(PHONE)["key"]
        self.say(f"{key}: Priya gives it to Erin in Jira")
        self.world.assign(key, "erin", "priya")
        self._becomes(PHONE, "taken")

    def two_are_declined(self) -> None:
        """One in Jira, one in Slack."""
        news, television = self._issue(NEWS)["key"], self._issue(TELEVISION)["key"]
        self.say(f"{news}: Won't Do in Jira. {television}: Not a bug in Slack")
        self._move(news, NEWS, "Won't Do", "declined")
        self.world.press(self._parent(TELEVISION)["ts"], "not_a_bug", "U0PRIYA")
        self._becomes(TELEVISION, "declined")

    def wait(self, what: str) -> None:
        """Until all of it has arrived, which is then `what`."""
        self.world.until_quiet()
        self.say(f"  {what}")

    def issue_with(self, global_id: str) -> Json:
        """The issue that has this link."""
        issues = self.world.issues()
        return next(one for one in issues if global_id in {link["globalId"] for link in one["remote_links"]})

    def parent_of(self, issue: Json) -> Json:
        """The issue's message in the channel: the one that links it."""
        wanted = f"|{issue['key']}>"
        parents = [one for one in self.world.messages() if one.get("thread_ts") in (None, one["ts"])]
        return next(one for one in parents if wanted in str(one["blocks"]))

    def _send(self, pair: tuple[RealReport, Person]) -> None:
        report, person = pair
        body = click(report, person)
        receipts = [self._receipt(body)]
        if person.number % _SENT_TWICE == 0:
            receipts.append(self._receipt(body))
            self.retries += 1
        if len({receipt["report_id"] for receipt in receipts}) != 1:
            raise NotAccepted(f"{report.source}: the same click became two reports")
        self.accepted.append(Accepted(report, person, receipts[0]["report_id"], receipts[0]["tracking_url"]))
        self.status.setdefault(report.problem, "received")
        if person.signed_in:
            self.heard[person.email].append("received")
        elif "confirm" not in self.heard[person.email]:
            self.heard[person.email].append("confirm")  # once, and nothing more: nobody in the tour says yes

    def _receipt(self, body: Json) -> Json:
        """The answer to a click; one that does not come in time is asked for again, as the widget does."""
        tries = (self.world.report(body) for _ in range(_TRIES))
        answer = next((one for one in tries if one.status_code != _NOT_IN_TIME), None)
        if answer is None:
            raise NotAccepted(f"no answer in {_TRIES} tries")
        if answer.status_code != 202:
            raise NotAccepted(f"{answer.status_code}: {answer.text}")
        receipt: Json = answer.json()
        return receipt

    def _move(self, key: str, problem: str, to: str, status: str) -> None:
        self.world.move(key, to, "mikhail")
        self._becomes(problem, status)

    def _becomes(self, problem: str, status: str) -> None:
        """Every follower hears it; waited for, since a status that is overtaken on its way is not sent late."""
        self.status[problem] = status
        self._everybody_hears(problem, status)
        self.wait(status.replace("_", " "))

    def _everybody_hears(self, problem: str, kind: str) -> None:
        for accepted in self._of(problem):
            if accepted.person.signed_in:
                self.heard[accepted.person.email].append(kind)

    def _of(self, problem: str) -> Sequence[Accepted]:
        return [accepted for accepted in self.accepted if accepted.report.problem == problem]

    def _issue(self, problem: str) -> Json:
        """The problem's issue, found as a person finds it: by the report among its links."""
        return self.issue_with(f"wilco:report:{self._of(problem)[0].report_id}")

    def _parent(self, problem: str) -> Json:
        return self.parent_of(self._issue(problem))
