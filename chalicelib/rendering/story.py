"""How a case's life is told to the people who wait: honest about what is known, silent about what is not.

One telling for the mail and the page. `_` only marks a text for the catalogue; the reader's language is chosen later.
"""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.model.status import Status


def _(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Chapter:
    """What happened, what it means for the person, and what comes next."""

    happened: str
    means: str
    comes_next: str


class Reached(StrEnum):
    """Where a stage of the way stands; also the class of its style on the page."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Stage:
    """One station of the line that shows how far a case has come."""

    word: str
    reached: Reached


CHAPTERS = {
    "received": Chapter(
        _("We have your report"),
        _("Thank you for telling us. The team has it and knows where it happened: you need not explain it again."),
        _("An engineer looks at it next."),
    ),
    "taken": Chapter(
        _("An engineer has taken your report"),
        _("From now on one person looks after it."),
        _("They find out what causes it and what can be done. You need not do anything."),
    ),
    "in_progress": Chapter(
        _("We are working on it"),
        _("The team is busy with the problem that you reported."),
        _("The next step is the solution. If we have a question before that, we ask you."),
    ),
    "resolved": Chapter(
        _("The problem is solved"),
        _("The team says that what you reported is solved. Please look again; you may have to reload that page."),
        _("If it still happens, write to us on the page of your report: the same engineers read it."),
    ),
    "declined": Chapter(
        _("Closed without a change"),
        _(
            "The team has looked at this problem and closed it without changing anything. "
            "Perhaps it works as intended, or we could not see it happen."
        ),
        _("If you think that we missed something, write to us on the page of your report: an engineer reads it."),
    ),
    "reopened": Chapter(
        _("Your report is open again"),
        _("The problem has come back, or it was not solved completely."),
        _("An engineer looks at it once more."),
    ),
    "answer": Chapter(
        _("The team has written to you"),
        _("Here is what they say about your report:"),
        _("You can write back on the page of your report."),
    ),
    "holding": Chapter(
        _("We need a little more time"),
        _("The team has written this for you:"),
        _("We go on with it, and you need not do anything."),
    ),
    "address": Chapter(
        _("Where may we write to you?"),
        _("Leave your mail address on the page of your report, and we write to you at every step."),
        _("We ask you once by mail whether it is yours. Until then you hear from us here."),
    ),
    "outage": Chapter(
        _("We know about this problem"),
        _("Many people see it right now, and you need not explain anything. This is what we know:"),
        _("We write to you with every update until it is solved."),
    ),
    "update": Chapter(
        _("News of the problem"),
        _("This is what we know by now:"),
        _("We write to you with every update until it is solved."),
    ),
    "over": Chapter(
        _("The problem is solved"),
        _("It is over. The team has written this for you:"),
        _("If you still see it, tell us on the page behind the link: somebody reads it."),
    ),
    "question": Chapter(
        _("The team has a question for you"),
        _("Your answer helps to find the cause:"),
        _("Please answer on the page of your report. You need not sign in, the link is enough."),
    ),
}

# The same for people who have subscribed to the status page: they need not have noticed anything.
FOR_SUBSCRIBERS = CHAPTERS | {
    "outage": Chapter(
        _("There is an outage"),
        _("This is what we know by now:"),
        _("We write to you with every update until it is solved."),
    ),
    "update": Chapter(
        _("News of the outage"),
        _("This is what we know by now:"),
        _("We write to you with every update until it is solved."),
    ),
    "over": Chapter(
        _("The outage is over"),
        _("The team has written this for you:"),
        _("The status page keeps what has happened."),
    ),
}

STATUS_WORDS = {
    Status.RECEIVED: _("Received"),
    Status.TAKEN: _("With an engineer"),
    Status.IN_PROGRESS: _("In progress"),
    Status.RESOLVED: _("Solved"),
    Status.DECLINED: _("Closed"),
    Status.REOPENED: _("Open again"),
}

_WAY = (Status.RECEIVED, Status.TAKEN, Status.IN_PROGRESS, Status.RESOLVED)


def stages(status: Status) -> tuple[Stage, ...]:
    """The way from received to solved with its present station; a declined case has no way left to go."""
    if status is Status.DECLINED:
        way: tuple[Status, ...] = (Status.RECEIVED, Status.DECLINED)
    elif status is Status.REOPENED:
        way = (Status.REOPENED, *_WAY[1:])
    else:
        way = _WAY
    here = way.index(status)
    return tuple(Stage(STATUS_WORDS[stop], _reached(position, here)) for position, stop in enumerate(way))


def _reached(position: int, here: int) -> Reached:
    if position == here:
        return Reached.NOW
    return Reached.DONE if position < here else Reached.AHEAD
