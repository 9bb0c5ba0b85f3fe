"""Mail through Amazon SES, by boto3.

`send_raw_email` of the first API, because Wilco writes the MIME itself: the headers that keep a case in one
conversation go out as written, and the local engine relays them whole only through this call. On AWS both APIs
take raw mail alike (up to 10 MB here, far above any mail of ours).
"""

from botocore.exceptions import ClientError

from chalicelib.adapters import aws, ses_errors
from chalicelib.adapters.mime import mail_bytes, wire_address
from chalicelib.ports import Mail, Mailer


class SesMail(Mailer):
    """The mailer. `sender` must be verified in SES; the configuration set reports bounces; time-outs in seconds."""

    def __init__(
        self,
        sender: str,
        configuration_set: str,
        *,
        reply_to: str | None = None,
        region: str | None = None,
        endpoint_url: str | None = None,
        connect_seconds: float = aws.CONNECT_SECONDS,
        read_seconds: float = aws.READ_SECONDS,
    ) -> None:
        self._sender = sender
        self._configuration_set = configuration_set
        self._reply_to = reply_to
        self._client = aws.client(
            "ses",
            region=region,
            endpoint_url=endpoint_url,
            connect_seconds=connect_seconds,
            read_seconds=read_seconds,
        )

    def send(self, mail: Mail) -> str:
        raw = mail_bytes(mail, self._sender, self._reply_to)
        tags = ses_errors.tags(mail.tags)
        try:
            answer = self._client.send_raw_email(
                Source=self._sender,
                Destinations=[wire_address(mail.to)],
                RawMessage={"Data": raw},
                Tags=tags,
                ConfigurationSetName=self._configuration_set,
            )
            return str(answer["MessageId"])
        except ClientError as error:
            raise ses_errors.refusal("send mail", error, self._sender) from None
        except aws.BROKEN as error:
            raise aws.broken_call("send mail", error) from None
