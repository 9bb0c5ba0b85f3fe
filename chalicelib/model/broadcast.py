"""One notice for everybody who follows a case by mail, told in bulk: the act of its order, and how far it has come."""

from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from chalicelib.frozen import dataclass
from chalicelib.model.notice import Notice

Ids = Collection[str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast has come. People are named by their ids as followers, and read in the order of these.

    Everybody up to `done` is settled, but for those `left`, who are yet to be told, and those who are `sending`, in the
    provider's hands at this moment: after a crash nobody can say of them. `part` counts the orders before this one.
    """

    done: str | None = None
    left: tuple[str, ...] = ()
    sending: tuple[str, ...] = ()
    told: int = 0
    refused: int = 0
    unknown: int = 0
    part: int = 0

    def read(self, done: str | None, left: Ids) -> "Progress":
        """So far they have been read, and these of them are yet to be told."""
        return replace(self, done=done, left=tuple(left))

    def handing_over(self, chunk: Ids) -> "Progress":
        """From now on nobody can say of these, until the provider has answered."""
        out = frozenset(chunk)
        return replace(self, sending=tuple(chunk), left=tuple(one for one in self.left if one not in out))

    def answered(self, refused: Ids = (), again: Ids = ()) -> "Progress":
        """The provider refused some for good, and did nothing for others, who come first again. The rest are told."""
        told = self.told + len(self.sending) - len(refused) - len(again)
        left = (*again, *self.left)
        return replace(self, sending=(), left=left, told=told, refused=self.refused + len(refused))

    def not_known(self) -> "Progress":
        """The provider never will answer. They are counted, and not told again."""
        return replace(self, sending=(), unknown=self.unknown + len(self.sending))

    def __str__(self) -> str:
        return f"{self.told} told, {self.refused} refused, {self.unknown} unknown"


@dataclass(frozen=True, slots=True)
class TellAll:
    """Mail one notice to each follower of the order's case, but `except_for`; `so_far` is where this order goes on."""

    notice: Notice
    except_for: str | None = None
    so_far: Progress = Progress()
    verb: Literal["tell_all"] = "tell_all"
