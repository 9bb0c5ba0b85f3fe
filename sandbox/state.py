"""Everything the sandbox remembers, in one SQLite file.

A kill at any moment must lose nothing that was answered, so every write is committed before its answer goes out.
Reads come from memory: the whole state is loaded at start and written through, which keeps a search over ten
thousand issues at a few milliseconds without a query language of our own.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Json = dict[str, Any]

TABLES = """
CREATE TABLE IF NOT EXISTS documents (kind TEXT, id TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS blobs (id TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS calls (vendor TEXT, operation TEXT, status TEXT, at REAL);
"""
SURVIVES_RESET = "setting"
TALLY = "tally "


class State:
    """Documents by kind and id, counters, and the log of calls.

    A document may say whom it `belongs_to` (once and for all), to be found by that.
    It is a value: change it by putting a new one, never in place, or memory and file would differ.
    """

    def __init__(self, path: Path | str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")  # in WAL mode this survives a killed process
        self._db.executescript(TABLES)
        self._in_transaction = False
        self._load()

    def _load(self) -> None:
        self._documents: dict[str, dict[str, Json]] = defaultdict(dict)
        self._members: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for kind, ident, body in self._db.execute("SELECT kind, id, body FROM documents ORDER BY rowid"):
            self._remember(kind, ident, json.loads(body))
        self._counters: dict[str, int] = dict(self._db.execute("SELECT name, value FROM counters"))

    def _remember(self, kind: str, ident: str, body: Json) -> None:
        self._documents[kind][ident] = body
        if owner := body.get("belongs_to"):
            self._members[kind, owner][ident] = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All the writes inside are committed together, or none is. Never await inside one."""
        if self._in_transaction:
            yield
            return
        self._db.execute("BEGIN")
        self._in_transaction = True
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            self._load()
            raise
        finally:
            self._in_transaction = False

    def get(self, kind: str, ident: str) -> Json | None:
        """Return one document, or None."""
        return self._documents[kind].get(ident)

    def all(self, kind: str) -> list[Json]:
        """Return every document of a kind, oldest first."""
        return list(self._documents[kind].values())

    def belonging(self, kind: str, owner: str) -> list[Json]:
        """Return the documents of a kind whose `belongs_to` is the owner, oldest first."""
        return [self._documents[kind][ident] for ident in self._members.get((kind, owner), ())]

    def count(self, kind: str) -> int:
        """Return how many documents of a kind there are."""
        return len(self._documents[kind])

    def put(self, kind: str, ident: str, body: Json) -> Json:
        """Write one document and return it."""
        self._db.execute(
            "INSERT INTO documents VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            (kind, ident, json.dumps(body, ensure_ascii=False)),
        )
        self._remember(kind, ident, body)
        return body

    def delete(self, kind: str, ident: str) -> None:
        """Forget one document; one that is not there is no error."""
        self._db.execute("DELETE FROM documents WHERE kind = ? AND id = ?", (kind, ident))
        body = self._documents[kind].pop(ident, None)
        if body and (owner := body.get("belongs_to")):
            del self._members[kind, owner][ident]

    def put_blob(self, ident: str, body: bytes) -> None:
        """Write something large that need not be in memory."""
        self._db.execute("INSERT OR REPLACE INTO blobs VALUES (?, ?)", (ident, body))

    def blob(self, ident: str) -> bytes | None:
        """Read something large."""
        row = self._db.execute("SELECT body FROM blobs WHERE id = ?", (ident,)).fetchone()
        return bytes(row[0]) if row else None

    def delete_blob(self, ident: str) -> None:
        """Forget something large; one that is not there is no error."""
        self._db.execute("DELETE FROM blobs WHERE id = ?", (ident,))

    def next(self, counter: str, start: int = 1) -> int:
        """Return the next number of a counter, at least `start`; none is ever given twice."""
        value = max(self._counters.get(counter, 0) + 1, start)
        self._db.execute("INSERT OR REPLACE INTO counters VALUES (?, ?)", (counter, value))
        self._counters[counter] = value
        return value

    def tally(self, what: str) -> None:
        """Count that something happened."""
        self.next(TALLY + what)

    def tallied(self, what: str) -> int:
        """Return how often something has happened since the last `reset`."""
        return self._counters.get(TALLY + what, 0)

    def log_call(self, vendor: str, operation: str, status: str) -> None:
        """Remember that a vendor was called: what was asked and how it ended, never what was said."""
        self._db.execute("INSERT INTO calls VALUES (?, ?, ?, ?)", (vendor, operation, status, time.time()))

    def count_calls(self) -> dict[str, dict[str, int]]:
        """Return the number of calls by vendor and operation."""
        counted: dict[str, dict[str, int]] = defaultdict(dict)
        rows = self._db.execute("SELECT vendor, operation, count(*) FROM calls GROUP BY 1, 2 ORDER BY 1, 2")
        for vendor, operation, count in rows:
            counted[vendor][operation] = count
        return counted

    def reset(self) -> None:
        """Empty everything but the settings.

        Ids go on where they were: Wilco may still know the old ones and must never meet them as something else.
        """
        with self.transaction():
            self._db.execute("DELETE FROM documents WHERE kind != ?", (SURVIVES_RESET,))
            self._db.execute("DELETE FROM counters WHERE name LIKE ?", (f"{TALLY}%",))
            self._db.execute("DELETE FROM blobs")
            self._db.execute("DELETE FROM calls")
        self._load()

    def close(self) -> None:
        """Close the file."""
        self._db.close()
