"""Where the commands work: a stack's table and queues, found by CloudFormation, on AWS or on the local engine.

Nothing is guessed: a real account is spoken to only when `--aws` says so, otherwise the engine of `make up`.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.model.orders import Destination
from infra.engine import local_client

LOCAL_ENDPOINT = "http://127.0.0.1:4566"
LOCAL_KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}  # the engine's, no secret


class NoSuchPlace(Exception):
    """There is no such stack, or no way to it; the text says what to try."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stack: its physical resources by the names of infra/resources.yml, and how to speak to its services."""

    clients: Callable[[str], Any]
    resources: Mapping[str, str]

    def orders(self, destination: Destination) -> str:
        """The URL of a destination's queue."""
        return self.resources[f"{_word(destination)}Orders"]

    @property
    def uploads(self) -> str:
        """The URL of the queue that S3 tells of uploads."""
        return self.resources["UploadEvents"]

    @property
    def upload_dead_letters(self) -> str:
        """The URL of what that queue gave up."""
        return self.resources["UploadDeadLetters"]

    def dead_letters(self, destination: Destination) -> str:
        """The URL of what that queue gave up."""
        return self.resources[f"{_word(destination)}DeadLetters"]


def find(stack: str, endpoint: str | None) -> Place:
    """The stack on an engine, or without `endpoint` on AWS. Raises NoSuchPlace."""
    clients = boto3.client if endpoint is None else partial(local_client, endpoint=endpoint)
    try:
        pages = clients("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
        listed = [one for page in pages for one in page["StackResourceSummaries"]]
    except (BotoCoreError, ClientError) as error:
        advice = (
            "does `make up` run? Else say --endpoint URL or --aws" if endpoint else "is it this account and region?"
        )
        raise NoSuchPlace(f"no stack {stack} at {endpoint or 'AWS'} ({type(error).__name__}): {advice}") from None
    return Place(clients, {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in listed})


def enter(place: Place, endpoint: str | None) -> None:
    """Give this process the environment that the stack's functions have: the table, the queues, the way to them."""
    os.environ["WILCO_TABLE"] = place.resources["Table"]
    for destination in Destination:
        os.environ[f"WILCO_QUEUE_{destination.name}"] = place.orders(destination)
    region = place.clients("sqs").meta.region_name
    os.environ.update({"AWS_REGION": region, "AWS_DEFAULT_REGION": region})
    if endpoint is not None:
        os.environ.update(LOCAL_KEYS | {"AWS_ENDPOINT_URL": endpoint})


def _word(destination: Destination) -> str:
    return destination.value.title().replace("_", "")
