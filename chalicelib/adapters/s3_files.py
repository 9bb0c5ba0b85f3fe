"""Files in S3, by boto3: forms that a browser may post to, what has come by them, and pages that anybody may read.

Without s3:ListBucket S3 answers 403 for a key that is not there (GetObject's reference): whoever reads has it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from botocore.exceptions import ClientError

from chalicelib.adapters import aws
from chalicelib.errors import Conflict, Retryable
from chalicelib.model.public_file import PublicFile
from chalicelib.ports import Files, StoredFile, UploadForm

_MISSING = {"NoSuchKey", "404"}
# Seconds for which a copy may be shown while the file can't be had (RFC 5861).
_BETTER_THAN_NOTHING = 86400
_CHANGED = {"PreconditionFailed", "412", *_MISSING}


class S3Files(Files):
    """One bucket."""

    def __init__(
        self,
        bucket: str,
        *,
        region: str | None = None,
        endpoint_url: str | None = None,
        connect_seconds: float = aws.CONNECT_SECONDS,
        read_seconds: float = aws.READ_SECONDS,
    ) -> None:
        self._bucket = bucket
        self._client = aws.client(
            "s3", region=region, endpoint_url=endpoint_url, connect_seconds=connect_seconds, read_seconds=read_seconds
        )

    def form(self, key: str, kind: str, most_bytes: int, lives: timedelta) -> UploadForm:
        with _asking("form"):
            made = self._client.generate_presigned_post(
                self._bucket,
                key,
                Fields={"Content-Type": kind},
                Conditions=[{"Content-Type": kind}, ["content-length-range", 1, most_bytes]],
                ExpiresIn=int(lives.total_seconds()),
            )
            return UploadForm(made["url"], made["fields"])

    def read(self, key: str, most_bytes: int) -> StoredFile | None:
        with _asking("read file"):
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if aws.code_of(error) in _MISSING:
                    return None
                raise
            with found["Body"] as body:
                content = body.read() if found["ContentLength"] <= most_bytes else b""
            return StoredFile(found["ContentType"], found["ContentLength"], content, found["ETag"])

    def keep(self, key: str, to: str, file: StoredFile) -> None:
        with _asking("keep file", changed=_CHANGED):
            self._client.copy_object(
                Bucket=self._bucket,
                Key=to,
                CopySource={"Bucket": self._bucket, "Key": key},
                CopySourceIfMatch=file.version,
                MetadataDirective="REPLACE",
                ContentType=file.kind,
                ContentDisposition="attachment",
            )

    def delete(self, key: str) -> None:
        with _asking("delete file"):
            self._client.delete_object(Bucket=self._bucket, Key=key)

    def publish(self, file: PublicFile) -> None:
        fresh = int(file.fresh_for.total_seconds())
        with _asking("publish file"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=file.key,
                Body=file.content,
                ContentType=file.kind,
                CacheControl=f"public, max-age={fresh}, stale-if-error={_BETTER_THAN_NOTHING}",
            )


@contextmanager
def _asking(action: str, changed: frozenset[str] | set[str] = frozenset()) -> Iterator[None]:
    """All failures but a file that has changed are Retryable: each of these calls may simply be made again."""
    try:
        yield
    except ClientError as error:
        code = aws.code_of(error)
        raise (Conflict if code in changed else Retryable)(f"{action}: {code}") from None
    except aws.BROKEN as error:
        raise Retryable(f"{action}: {type(error).__name__}") from None
