"""The one table, as PynamoDB sees it: the only file that names attributes and the index.

A row's facts are one JSON text (`data`), read and written whole; beside it stand only the attributes that
conditions, filters and the index look at. One model class means one connection (PynamoDB issue 422).
"""

import os
from collections.abc import Sequence

from botocore.config import Config
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection
from pynamodb.models import Model


class Waiting(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call]
    """Rows that somebody still has to carry on; a row leaves it when that is done. The sweep and `ops` read it."""

    class Meta:
        index_name = "waiting"
        projection = IncludeProjection(["since"])

    waits_for = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)
    since = UnicodeAttribute(null=True)


class OpenCases(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call]
    """The open cases of an area, by when they were opened; a case leaves it when it is closed, an outage a day later.

    Keys only, because a write of the row writes to the index what changes in it: this way opening and closing do, and
    counting a person does not. With the count projected, an outage's every person would write to the one partition
    of its area, and the index would slow down the table. Reading costs one BatchGetItem more, once in a few seconds.
    """

    class Meta:
        index_name = "open_cases"
        projection = KeysOnlyProjection()

    open_in = UnicodeAttribute(hash_key=True)
    opened_at = UnicodeAttribute(range_key=True)


class Row(Model):
    """Any row."""

    class Meta:
        table_name = os.environ.get("WILCO_TABLE", "wilco")
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        connect_timeout_seconds = 1
        read_timeout_seconds = 4
        max_retry_attempts = 2

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    data = UnicodeAttribute(null=True)
    ttl = NumberAttribute(null=True)
    # who has to carry it on, since when, and when it is overdue (ISO times): see Waiting
    waits_for = UnicodeAttribute(null=True)
    since = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    waiting = Waiting()
    # a case
    version = NumberAttribute(null=True)
    status = UnicodeAttribute(null=True)
    successor = NumberAttribute(null=True)
    merged_into = UnicodeAttribute(null=True)
    affected = NumberAttribute(null=True)
    issue = UnicodeAttribute(null=True)
    thread = UnicodeAttribute(null=True)
    jira_status = UnicodeAttribute(null=True)
    compared_at = UnicodeAttribute(null=True)
    # where it is open (only while it is; an outage a day longer) and since when (ISO time): see OpenCases
    open_in = UnicodeAttribute(null=True)
    opened_at = UnicodeAttribute(null=True)
    open_cases = OpenCases()
    # a follower: the moment of the newest status that was told, since when they want no mail,
    # and since when the person of a dialog is told by mail
    told_at = UnicodeAttribute(null=True)
    stopped_at = UnicodeAttribute(null=True)
    told_by_mail = UnicodeAttribute(null=True)
    # a report: how many addresses were left for it, and its follower since one of them was confirmed
    asks = NumberAttribute(null=True)
    follower = UnicodeAttribute(null=True)
    # a mailbox: when it was asked to confirm, last and before (epoch seconds), and until when it is left alone
    asked_1 = NumberAttribute(null=True)
    asked_2 = NumberAttribute(null=True)
    asked_3 = NumberAttribute(null=True)
    silent_until = NumberAttribute(null=True)
    # a dialog: its case, and the id of the message that asked its person something
    case_id = UnicodeAttribute(null=True)
    question = UnicodeAttribute(null=True)
    # a product's month: how many of its promises were kept, and how many broken
    kept = NumberAttribute(null=True)
    broken = NumberAttribute(null=True)
    # a sender of many reports: how many, counted since `since`
    reports = NumberAttribute(null=True)
    # an area's people: how many came in a bucket, the minute one last counted, the suspicion that stands there;
    # of an outage that is over, how many of a ward say that it is still there
    people = NumberAttribute(null=True)
    minute = NumberAttribute(null=True)
    suspicion = UnicodeAttribute(null=True)
    # a ward of an outage: how it went for its people
    bad = NumberAttribute(null=True)
    good = NumberAttribute(null=True)
    great = NumberAttribute(null=True)
    # a destination's gate
    held_by = UnicodeAttribute(null=True)
    failures = NumberAttribute(null=True)
    rests_until = UnicodeAttribute(null=True)
    # an order and its ledger
    destination = UnicodeAttribute(null=True)
    group = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    attempts = NumberAttribute(null=True)
    ended = NumberAttribute(null=True)
    leased_until = NumberAttribute(null=True)
    outcome = UnicodeAttribute(null=True)
    progress = UnicodeAttribute(null=True)

    def changed(self, actions: Sequence[Action], condition: Condition) -> bool:
        """Update the row, and read it as it is then; False, and nothing is done, where the condition does not hold."""
        try:
            self.update([*actions], condition=condition)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    @classmethod
    def _get_connection(cls) -> TableConnection:
        """PynamoDB's own. Its client is told its User-Agent: botocore else composes one, twice for each call.

        That is a twelfth of a report's CPU.
        """
        new = cls._connection is None
        made = super()._get_connection()
        if new:
            made.connection.session.set_default_client_config(Config(user_agent="wilco"))
        return made


def connection() -> Connection:
    """The model's own connection, for transactions: a second client would cost 100 ms of a cold start."""
    return Row._get_connection().connection
