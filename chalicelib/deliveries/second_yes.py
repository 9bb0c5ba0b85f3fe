"""Above a number of people that the team chooses, a second person has to agree before they are told (promise 10)."""

from chalicelib.model.notice import Notice
from chalicelib.model.orders import AskToSend, Destination, Order
from chalicelib.store.orders import Outcome
from chalicelib.team import team


def too_many(people: int) -> bool:
    """Whether nobody may decide it alone."""
    return people > team().limits.ask_above


def ask(held: Order, people: int, notice: Notice, by: str) -> Outcome:
    """The question in the case's thread, with their number and with what they would read; `held` waits for the yes."""
    asked = AskToSend(held.mark, people, notice, by)
    question = Order(f"slack:ask:{held.id}", held.case_id, Destination.SLACK, held.case_id, asked)
    return Outcome(f"{people} people: waits for a second yes", further=(question,))
