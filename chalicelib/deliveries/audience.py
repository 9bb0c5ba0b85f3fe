"""Who is told by a broadcast: the followers who are to have this mail, read by pages, given out by what they read."""

from collections.abc import Sequence

from chalicelib.model.broadcast import Progress, TellAll
from chalicelib.model.case import Follower
from chalicelib.rendering.letter import Reader, reader
from chalicelib.store.broadcasts import page, these
from chalicelib.team import team

_PAGE = 200


class Audience:
    """All of a case from where a broadcast stands. `done` is the last one in the order of ids who was given out."""

    def __init__(self, case_id: str, act: TellAll, progress: Progress) -> None:
        self._case_id = case_id
        self._act = act
        self._waiting: dict[Reader, list[Follower]] = {}
        self._out: Sequence[Follower] = ()
        self._more = True
        self._read_to = self.done = progress.done
        self._take(these(case_id, progress.left))

    @property
    def left(self) -> list[str]:
        """Those up to `done` who are not settled, the chunk that is out among them. Those behind it are read again."""
        waiting = (one.id for waiting in self._waiting.values() for one in waiting)
        return [*(one.id for one in self._out), *(one for one in waiting if one <= (self.done or ""))]

    def chunk(self, most: int) -> tuple[Reader, Sequence[Follower]] | None:
        """The next people who read the same letter, `most` at most; None when everybody is settled."""
        while self._more and all(len(waiting) < most for waiting in self._waiting.values()):
            self._read()
        if not self._waiting:
            return None
        fullest = max(self._waiting, key=lambda one: len(self._waiting[one]))
        people = self._waiting.pop(fullest)
        self._put(fullest, people[most:])
        self._out = people[:most]
        self.done = max(self.done or "", *(one.id for one in self._out))
        return fullest, self._out

    def settled(self, to: Reader, again: Sequence[Follower]) -> None:
        """The chunk that was out is, but for some, who come first again."""
        self._out = ()
        self._put(to, [*again, *self._waiting.get(to, ())])

    def _read(self) -> None:
        found = page(self._case_id, self._read_to, _PAGE)
        self._more = found.more
        if found.people:
            self._read_to = found.people[-1].id
        self._take(found.people)

    def _take(self, people: Sequence[Follower]) -> None:
        for one in people:
            if self._concerns(one):
                self._waiting.setdefault(reader(one, team()), []).append(one)

    def _concerns(self, one: Follower) -> bool:
        """A person with an address, who wants mail. Whoever joined after it happened has been told that state."""
        by_mail = one.dialog is None and one.of_case is None and one.stopped_at is None
        in_time = one.joined_at is None or one.joined_at <= self._act.notice.at
        return by_mail and in_time and one.id != self._act.except_for

    def _put(self, to: Reader, people: list[Follower]) -> None:
        if people:
            self._waiting[to] = people
