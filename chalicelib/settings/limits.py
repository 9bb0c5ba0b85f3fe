"""The storm guard's limits."""

from pydantic import Field

from chalicelib.settings.part import Part


class MailsToAPerson(Part):
    """The most mails that one person gets; what is above waits, and is told as one when the window opens."""

    ten_minutes: int = Field(default=10, ge=1)
    hour: int = Field(default=25, ge=1)
    day: int = Field(default=60, ge=1)


class Reports(Part):
    """So many at once, and each again after its share of an hour. What is above is taken and waits for its turn."""

    an_hour: int = Field(ge=1)


class Limits(Part):
    """The storm guard. `ask_above`: a second person has to say yes before more people than this are told at once.

    A person is one whom the host vouches for; all others count by their network, which may be a whole office.
    `proxies` of your own stand before the API (CloudFront is one): then the network is what the outermost has seen.
    `confirmations_an_hour`: the most questions to addresses that nobody vouched for; above, one has to ask again later.
    """

    reports_by_a_person: Reports = Field(default_factory=lambda: Reports(an_hour=30))
    reports_from_a_network: Reports = Field(default_factory=lambda: Reports(an_hour=600))
    proxies: int = Field(default=0, ge=0, le=5)
    mails_to_a_person: MailsToAPerson = Field(default_factory=MailsToAPerson)
    mails_a_minute: int = Field(default=2_000, ge=1)
    mails_a_day: int = Field(default=100_000, ge=1)
    confirmations_an_hour: int = Field(default=300, ge=0)
    ask_above: int = Field(default=500, ge=1)
