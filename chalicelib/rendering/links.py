"""Addresses that Wilco hands out: the reporter's tracking page, the product's status page, the issue in Jira."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Links:
    """Where this deployment's pages and its Jira are for a browser; neither ends with a slash.

    `sandbox_url` is where addresses of the team's file that begin with a slash are.
    `status_url` is where the public status pages are.
    Jira's browse address differs from its API address when scoped tokens are used (Atlassian, "Manage API tokens").
    """

    public_url: str
    browse_url: str
    sandbox_url: str = ""
    status_url: str = ""

    def report(self, report_id: str, token: str) -> str:
        """The tracking page of one report; whoever has the token may read it and add notes."""
        return f"{self.public_url}/t/{report_id}.{token}"

    def stop(self, report_id: str, token: str) -> str:
        """Where this person's mails about the case are stopped: a page for people, one POST for mail programs."""
        return f"{self.report(report_id, token)}/stop"

    def rating(self, report_id: str, token: str, rating: str) -> str:
        """Where a person says how it went; opening it changes nothing yet."""
        return f"{self.report(report_id, token)}/rating?how={rating}"

    def confirm(self, code: str) -> str:
        """Where the owner of an address says whether they want to be told."""
        return f"{self.public_url}/c/{code}"

    @property
    def origin(self) -> str:
        """Where the API is, as a content security policy says it."""
        scheme, host = urlsplit(self.public_url)[:2]
        return f"{scheme}://{host}"

    def subscribe(self, product: str) -> str:
        """Where the status page's form goes."""
        return f"{self.public_url}/v1/status/{product}/subscriptions"

    def subscription(self, reference: str) -> str:
        """Where an address's owner says yes or no to the status page's mails: by a code, or by a subscriber's name."""
        return f"{self.public_url}/s/{reference}"

    def unsubscribe(self, reference: str) -> str:
        """Where these mails are stopped: a page for people, one POST for mail programs."""
        return f"{self.subscription(reference)}/stop"

    def status(self, product: str, language: str = "", file: str = "index.html") -> str:
        """The product's public status page in this language, or in the team's first, or one of the files beside it."""
        return f"{self.status_url}/{self.status_key(product, language, file)}"

    def status_key(self, product: str, language: str = "", file: str = "index.html") -> str:
        """The same as a key of the bucket. Each file is named: S3 itself shows no index for a folder."""
        return "/".join(part for part in (product, language, file) if part)

    def issue(self, key: str) -> str:
        """The issue as a person opens it."""
        return f"{self.browse_url}/browse/{key}"

    def local(self, address: str) -> str:
        """An address of the team's file, which may be on the local sandbox."""
        return f"{self.sandbox_url}{address}" if address.startswith("/") else address

    def dialog(self, panel: str, dialog_id: str) -> str:
        """A dialog as its operators open it; `panel` is the desk's address in the team's file."""
        return self.local(panel).replace("{id}", dialog_id)
