"""The table that the tests of the store use is the one that is deployed."""

from chalicelib.store.tables import Row


def test_a_row_is_kept_and_found_by_what_it_waits_for(table: str) -> None:
    Row("CASE#1", "ORDER#1", waits_for="jira", due_at="2026-11-21T00:00:00Z").save()
    assert Row.get("CASE#1", "ORDER#1").waits_for == "jira"
    assert [row.sk for row in Row.waiting.query("jira")] == ["ORDER#1"]


def test_each_test_has_a_table_of_its_own(table: str) -> None:
    assert Row.Meta.table_name == table
    assert [row.sk for row in Row.query("CASE#1")] == []
