"""A DynamoDB for the tests of the store: one engine for all of them, a fresh table for each."""

import uuid
from collections.abc import Iterator

import pytest

from chalicelib.store.tables import Row
from infra.engine import REGION, Engine
from infra.processes import free_port
from tests.infra_table import table_definition


@pytest.fixture(scope="session")
def store_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A local engine with nothing deployed; no mail leaves it."""
    engine = Engine(free_port(), tmp_path_factory.mktemp("engine"), smtp_port=free_port())
    engine.start()
    try:
        engine.wait()
        yield engine
    finally:
        engine.stop()


@pytest.fixture
def table(store_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of an empty table, which `Row` uses during the test."""
    name = f"wilco-{uuid.uuid4().hex}"
    dynamodb = store_engine.client("dynamodb")
    dynamodb.create_table(TableName=name, **table_definition())
    monkeypatch.setenv("AWS_ENDPOINT_URL", store_engine.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setattr(Row.Meta, "table_name", name)
    monkeypatch.setattr(Row.Meta, "region", REGION)
    monkeypatch.setattr(Row, "_connection", None)
    yield name
    dynamodb.delete_table(TableName=name)
    dynamodb.close()
