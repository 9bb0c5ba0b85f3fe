"""What the bodies that a host's page or server sends have in common."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, AnyHttpUrl, BaseModel, ConfigDict, StringConstraints


def _web_address(text: str) -> str:
    """Two readers have to understand it: pydantic's, and Python's own, of which the place is made."""
    AnyHttpUrl(text)
    if not urlsplit(text).hostname:
        raise ValueError("the address has to name its host, as https://shop.example/page does")
    return text


def _short_before_the_at(address: str) -> str:
    if address.index("@") > 64:
        raise ValueError("what stands before the @ may have at most 64 characters")
    return address


Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Short = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Word = Annotated[str, StringConstraints(max_length=40, strip_whitespace=True)]
Locale = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$")]
# One that mail can go to as it stands (RFC 5321): no quotes, no comments, a domain in ASCII.
Email = Annotated[
    str,
    StringConstraints(
        max_length=254,
        pattern=r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
        r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
    ),
    AfterValidator(_short_before_the_at),
]
WebAddress = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_web_address)]


class Body(BaseModel):
    """Unknown fields are passed over, so that an older deployment takes a newer widget's reports."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class Answer(BaseModel):
    """What the API answers a report with."""

    model_config = ConfigDict(defer_build=True)
