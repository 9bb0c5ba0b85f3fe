"""The chapter with the support chat: three people write there, operators hand their dialogs over, one case for all.

Beside acting, it writes down what must follow in which dialog, as the rest of the story does for each address.
"""

from dataclasses import dataclass, field

from sandbox.chat.directory import DESK, PERSONS
from tour.story import NotAccepted, Story
from tour.world import Json

EMPTY = "the list of orders: empty"
AREA, KIND, IMPACT = "orders", "missing-data", "blocks"
QUESTION, ANSWER = "Is a filter set above the list?", "No, and I have reloaded the page twice."

_WRITES_IN_THE_CHAT = "POST .*/reply$"  # notes and replies alike


@dataclass(slots=True)
class HandedOver:
    """A dialog that is with the engineers since `by` handed it over with `words`, which are for nobody else.

    `noted` is what its operators must have been told in it, `told` the same for its person, `answered` what the person
    has answered there; all in order.
    """

    id: str
    handle: str
    by: str
    words: str
    noted: list[str] = field(default_factory=lambda: ["received"])
    told: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)

    @property
    def email(self) -> str | None:
        """Where its person reads mail; who has no address is told in the dialog."""
        return PERSONS[self.handle].email


@dataclass
class Dialogs:
    """The chapter as it happens. `promises` is what `/wilco promises` said at its end."""

    story: Story
    handed_over: list[HandedOver] = field(default_factory=list)
    promises: str = ""

    def play(self) -> None:
        """All of it, in order. Raises what the story does."""
        self.a_note_hands_a_dialog_over()
        self.two_more_are_the_same()
        self.mikhail_takes_it_and_asks()
        self.a_promise_is_made_and_kept()

    def a_note_hands_a_dialog_over(self) -> None:
        """Elif has left no address. The chat tells of messages alone, so the note is read with the operator's next."""
        world, say = self.story.world, self.story.say
        say("Elif writes in the support chat; Daria hands it over by a note, and the chat refuses one write (500)")
        page, words = f"{world.stack.sandbox}/shop/orders", "Empty since the release"
        dialog = world.start_dialog("elif", "Hello, there is nothing in the list of my orders.", page)
        world.break_down("chat", "500", _WRITES_IN_THE_CHAT, times=1)
        world.note_in_dialog(dialog, f"/bug {AREA} {KIND} {IMPACT} {words}")
        world.reply_in_dialog(dialog, "Thank you, the engineers have it.")
        self._is_with_the_engineers(HandedOver(dialog, "elif", "Daria Belova", words))
        self.story.status[EMPTY] = "received"
        self.story.wait("there is an issue, and the dialog says so")

    def two_more_are_the_same(self) -> None:
        """Handed over in Slack, each by the form, which shows Elif's case first."""
        say = self.story.say
        say("Boris and Carol write there, too; Priya hands both over in Slack, and says in the form: it is the same")
        for handle, line, words in (
            ("boris", "Здравствуйте! Я оплатил заказ, а в списке пусто.", "He has paid and sees no order"),
            ("carol", "My orders are gone.", "Hers is the third one today"),
        ):
            dialog = self.story.world.start_dialog(handle, line)
            self._hand_over_in_slack(dialog, words)
            self._is_with_the_engineers(HandedOver(dialog, handle, "Priya", words))
            self.story.wait(f"{PERSONS[handle].name} has joined")

    def mikhail_takes_it_and_asks(self) -> None:
        """Whoever takes the case has its dialogs; an answer in one of them reaches the engineers."""
        world, key, ts = self.story.world, self.issue()["key"], self._parent()["ts"]
        self.story.say(f"{key}: Mikhail takes it in Slack and asks; Elif answers in her dialog")
        world.press(ts, "take", "U0MIKHAIL")
        self._becomes("taken")
        world.press(ts, "ask", "U0MIKHAIL")
        self._fill_in({"question": {"text": QUESTION}}, "U0MIKHAIL")
        self._everybody_hears("question")
        self.story.wait("the question has gone out")
        world.say_in_dialog(self.handed_over[0].id, ANSWER)
        self.handed_over[0].answered.append(ANSWER)
        self.story.wait("the answer has come in")

    def a_promise_is_made_and_kept(self) -> None:
        """A saved reply that promises more; the card moves in time, and the chat loses one answer meanwhile."""
        world, say, key, ts = self.story.world, self.story.say, self.issue()["key"], self._parent()["ts"]
        say(f"{key}: a saved reply with a promise, then In Progress and Done; the chat writes once without saying so")
        world.press(ts, "reply", "U0MIKHAIL")
        self._fill_in(self._first_choices("saved", "due"), "U0MIKHAIL")
        self._everybody_hears("holding")
        self.story.wait("everybody has the reply")
        world.break_down("chat", "commit-then-timeout", _WRITES_IN_THE_CHAT, times=1, seconds=1)
        world.move(key, "In Progress", "mikhail")
        self._becomes("in_progress")
        world.move(key, "Done", "mikhail")
        self._becomes("resolved")
        self.promises = self._type("promises", "U0PRIYA")

    def issue(self) -> Json:
        """The case's issue, found as a person finds it: by the first dialog among its links."""
        return self.story.issue_with(f"wilco:dialog:{DESK}:{self.handed_over[0].id}")

    def _parent(self) -> Json:
        return self.story.parent_of(self.issue())

    def _is_with_the_engineers(self, one: HandedOver) -> None:
        self.handed_over.append(one)
        self._hears(one, "received")

    def _hand_over_in_slack(self, dialog: str, words: str) -> None:
        link = self.story.world.dialog(dialog)["url"]
        self._type(f"{link} {words}", "U0PRIYA")
        chosen = {"area": AREA, "kind": KIND, "impact": IMPACT}
        form: Json = {"link": {"text": link}, "words": {"text": words}}
        form |= {block: {"choice": choice} for block, choice in chosen.items()}
        self._fill_in(form, "U0PRIYA")
        key = self.issue()["key"]
        same = next((one["value"] for one in self._options("same") if key in str(one["text"])), None)
        if same is None:
            raise NotAccepted(f"the form does not offer {key}")
        self._fill_in(form | {"same": {"choice": same}}, "U0PRIYA")

    def _first_choices(self, *blocks: str) -> Json:
        return {block: {"choice": self._options(block)[0]["value"]} for block in blocks}

    def _options(self, block: str) -> list[Json]:
        """What the newest form offers in one of its lists."""
        blocks: list[Json] = self.story.world.views()[-1]["view"]["blocks"]
        return [option for one in blocks if one.get("block_id") == block for option in one["element"]["options"]]

    def _type(self, text: str, by: str) -> str:
        return self._understood(self.story.world.panel("slack/command", by=by, text=text))

    def _fill_in(self, form: Json, by: str) -> str:
        return self._understood(self.story.world.fill_in(form, by))

    def _understood(self, answer: Json) -> str:
        body = str(answer["body"])
        if answer["status"] != 200 or '"errors"' in body:
            raise NotAccepted(f"{answer['status']}: {body}")
        return body

    def _becomes(self, status: str) -> None:
        self.story.status[EMPTY] = status
        self._everybody_hears(status)
        self.story.wait(status.replace("_", " "))

    def _everybody_hears(self, kind: str) -> None:
        for one in self.handed_over:
            one.noted.append(kind)
            self._hears(one, kind)

    def _hears(self, one: HandedOver, kind: str) -> None:
        """By mail or in the dialog, and never both ways."""
        if one.email:
            self.story.heard[one.email].append(kind)
        else:
            one.told.append(kind)
