"""What a person may change about being told: stop the mails of a case, and start them again."""

from datetime import datetime

from chalicelib.model.case import Follower
from chalicelib.model.decision import Decision, MailsStopped, MailsWanted


def stop_mails(follower: Follower, now: datetime) -> Decision:
    """No more mail about this case; they stay counted as affected, and their page stays as it is."""
    if follower.stopped_at:
        return Decision("stopped already")
    return Decision("the person wants no more mail", (MailsStopped(follower.case_id, follower.id, now),))


def want_mails(follower: Follower) -> Decision:
    """Mail about what happens from now on; what was not told meanwhile stands on the page."""
    if not follower.stopped_at:
        return Decision("told already")
    return Decision("the person wants mail again", (MailsWanted(follower.case_id, follower.id),))
