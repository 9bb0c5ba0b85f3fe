"""The accounts of the chapter with the support chat: its dialogs one by one, and what holds for all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sandbox.jira.catalogue import PEOPLE
from tour.dialog_accounts import DialogAccount, Thing
from tour.dialogs import AREA, Dialogs
from tour.world import Json

_MIKHAIL = next(person.account_id for person in PEOPLE if person.handle == "mikhail")
_LABELS = {"from-chat", f"area-{AREA}"}


@dataclass(frozen=True)
class ChatAccounts:
    """Each dialog's account, the issue that they share, and what `/wilco promises` said."""

    dialogs: tuple[DialogAccount, ...]
    issue: Json
    promises: str

    @classmethod
    def of(cls, chapter: Dialogs) -> "ChatAccounts":
        """Look at everything once."""
        world, issue = chapter.story.world, chapter.issue()
        ts = chapter.story.parent_of(issue)["ts"]
        lines = tuple(one["text"] for one in world.messages() if one.get("thread_ts") == ts)
        seen = [DialogAccount(one, world.dialog(one.id), issue, lines) for one in chapter.handed_over]
        dialogs = (replace(one, page=world.page_of(one.tracking_url) if one.tracking_url else "") for one in seen)
        return cls(tuple(dialogs), issue, chapter.promises)

    def tracking_links(self) -> dict[str, str]:
        """By report, the page of each dialog's person, as far as operators were told of one."""
        return {one.report_id: one.tracking_url for one in self.dialogs if one.tracking_url}

    def links(self) -> int:
        """How many dialogs are linked on the issue."""
        return sum(link["globalId"].startswith("wilco:dialog:") for link in self.issue["remote_links"])

    def expected(self) -> Iterator[Thing]:
        """What had to be there."""
        for dialog in self.dialogs:
            yield from dialog.expected()

    def found(self) -> Iterator[Thing]:
        """What is there."""
        for dialog in self.dialogs:
            yield from dialog.found()

    def mistakes(self, mails: Iterable[Json], keys: Iterable[str]) -> Iterator[str]:
        """What no count shows, in words; no mail has one of the issues' `keys` either."""
        for dialog in self.dialogs:
            yield from dialog.mistakes()
        fields = self.issue["fields"]
        if (fields["assignee"] or {}).get("accountId") != _MIKHAIL:
            yield f"{self.issue['key']} is not Mikhail's"
        if fields["priority"]["name"] != "High" or not set(fields["labels"]) >= _LABELS:
            yield f"{self.issue['key']} does not look as its operators said"
        if "1 of 1 kept" not in self.promises:
            yield f"the promise was kept, and Slack says: {self.promises}"
        yield from self._overheard(mails, keys)

    def _overheard(self, mails: Iterable[Json], keys: Iterable[str]) -> Iterator[str]:
        """What people who wait can read although it is for operators and engineers."""
        read = [text for dialog in self.dialogs for text in dialog.seen_by_person()]
        read += [str(mail[part]) for mail in mails for part in ("subject", "text", "html")]
        internal = [*keys, *(dialog.due.words for dialog in self.dialogs)]
        for words in internal:
            if any(words in text for text in read):
                yield f"somebody who waits can read {words!r}"
