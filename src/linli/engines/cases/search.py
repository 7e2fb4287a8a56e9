"""Full-text search: pairs of letters in SQLite's FTS5, or in a PostgreSQL tsvector.

A two-character word is the commonest query, and the one that trigrams miss. Every text is kept as
its pairs (``core.text.bigrams``), the last letter of each run of Chinese alone, its community as
"c12" and its number as "n1124"; so one index narrows to a community and finds prefixes too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from linli.core.redaction.letters import HAN
from linli.core.text import bigrams
from linli.engines.cases.models import Case

TABLE = "cases_search"
WORDS_MOST = 12  # of a query; more say nothing new
TOKEN_MOST = 40
WORDS_A_TIME = 50
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(rf"[{HAN}]")
REFERENCE = re.compile(r"\s*sx[-\s]?(\d{1,9})\s*", re.IGNORECASE)

# PostgreSQL knows how often the commonest words are said and takes all others for common, too:
# asked plainly for the newest, it would walk the whole table for a word that is hardly ever said.
# So it is asked among the newest matters first; a word that is not common there is rare enough to
# be asked for everywhere. There, a community that has most of the matters is no word to look up.
NEAR, NEAR_EACH = 10_000, 80  # the newest, and so many more for each one that is wanted
ASK_NEAR = f"""
    SELECT ARRAY(
        SELECT case_id FROM {TABLE}
        WHERE case_id > (SELECT max(case_id) FROM {TABLE}) - %(near)s
            AND body @@ %(words_here)s::tsquery
        ORDER BY case_id DESC LIMIT %(limit)s
    ), (SELECT max(case_id) FROM {TABLE}) > %(near)s, (
        SELECT 2 * sum(last) FROM cases_casenumber WHERE community_id = ANY(%(communities)s)
    ) > (SELECT max(case_id) FROM {TABLE})
"""  # noqa: S608  the table's name is ours
ASK_EVERYWHERE = f"""
    WITH found AS MATERIALIZED (
        SELECT case_id FROM {TABLE}
        WHERE body @@ %(words)s::tsquery AND NOT body @@ %(elsewhere)s::tsquery
    )
    SELECT case_id FROM found ORDER BY case_id DESC LIMIT %(limit)s
"""  # noqa: S608  the table's name is ours


def tokens(*texts: str) -> list[str]:
    """Return the words under which texts are found, each once."""
    words: dict[str, None] = {}
    for text in texts:
        for word in bigrams(text).split():
            words[word[:TOKEN_MOST]] = None
        for run in RUN.findall(unicodedata.normalize("NFKC", text).lower()):
            if IS_HAN.match(run):
                words[run[-1]] = None
    return list(words)


def document(*, community_id: int, number: int, texts: Iterable[str]) -> str:
    """Return what the index keeps of one matter: blank-separated words."""
    return " ".join([f"c{community_id}", f"n{number}", *tokens(*texts)])


def add(case: Case) -> None:
    """Put a new matter into the index, in the transaction that files it (1 query)."""
    add_many([(case.pk, _document_of(case))])


def rewrite(pairs: Sequence[tuple[Case, Case]]) -> None:
    """Write matters into the index anew, each given as it was and as it is."""
    if connection.vendor == "sqlite":
        _take_out([(was.pk, _document_of(was)) for was, _case in pairs])
    add_many([(case.pk, _document_of(case)) for _was, case in pairs])
    if connection.vendor == "sqlite":  # until its parts are merged, the old words lie in the file
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')")  # noqa: S608  the table's name is ours


def _take_out(rows: Sequence[tuple[int, str]]) -> None:
    """Take (matter's id, document) pairs out of SQLite's index.

    It keeps no texts: it takes out what it is told word for word, and is spoilt by a word that it
    does not hold. So each is looked for first; what is not there as a whole is left.
    """
    with connection.cursor() as cursor:
        known = [row for row in rows if _is_there(cursor, *row)]
        take_out = f"INSERT INTO {TABLE}({TABLE}, rowid, body) VALUES ('delete', %s, %s)"  # noqa: S608  the table's name is ours
        cursor.executemany(take_out, known)


def _is_there(cursor: Any, pk: int, body: str) -> bool:
    words = body.split()
    for start in range(0, len(words), WORDS_A_TIME):
        wanted = " AND ".join(f'"{word}"' for word in words[start : start + WORDS_A_TIME])
        cursor.execute(
            f"SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid = %s",  # noqa: S608  the table's name is ours
            [wanted, pk],
        )
        if cursor.fetchone() is None:
            return False
    return True


def _document_of(case: Case) -> str:
    return document(
        community_id=case.community_id,
        number=case.number,
        texts=(case.title, case.text, case.place_label, case.external_id),
    )


def add_many(rows: Sequence[tuple[int, str]]) -> None:
    """Put (matter's id, document) pairs into the index."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT INTO {TABLE}(rowid, body) VALUES (%s, %s)", rows)  # noqa: S608  the table's name is ours
        else:
            cursor.executemany(
                f"INSERT INTO {TABLE}(case_id, body)"  # noqa: S608  the table's name is ours
                " VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))"
                " ON CONFLICT (case_id) DO UPDATE SET body = EXCLUDED.body",
                rows,
            )


def find(community_ids: Iterable[int], typed: str, *, limit: int = 500) -> list[int]:
    """Return the ids of matters that hold every word typed, the newest filed first (1 query; 2
    for a rare word in a large PostgreSQL).

    Chinese words of two letters and more are found anywhere; a single letter, and words in Latin
    letters or digits, are found as the beginning of a word. "SX-1124" finds by number.
    """
    communities = sorted(set(community_ids))
    wanted = query_words(typed)
    if not wanted or not communities:
        return []
    ask = _ask_sqlite if connection.vendor == "sqlite" else _ask_postgres
    return ask(communities, wanted, limit)


def query_words(typed: str) -> list[tuple[str, bool]]:
    """Return the words to look for, each with whether it may go on (a prefix)."""
    number = REFERENCE.fullmatch(unicodedata.normalize("NFKC", typed))
    if number:
        return [(f"n{int(number[1])}", False)]
    wanted: dict[str, bool] = {}
    for run in RUN.findall(unicodedata.normalize("NFKC", typed).lower()):
        if len(run) > 1 and IS_HAN.match(run):
            wanted.update((pair, False) for pair in bigrams(run).split())
        else:
            wanted[run[:TOKEN_MOST]] = True
    return list(wanted.items())[:WORDS_MOST]


def _ask_sqlite(communities: list[int], wanted: list[tuple[str, bool]], limit: int) -> list[int]:
    """Words hold letters and digits only, so that quoting them is enough."""
    here = " OR ".join(f'"c{pk}"' for pk in communities)
    words = " AND ".join(f'"{word}"{"*" if goes_on else ""}' for word, goes_on in wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608  the table's name is ours
            " ORDER BY rowid DESC LIMIT %s",
            [f"({here}) AND {words}", limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _ask_postgres(communities: list[int], wanted: list[tuple[str, bool]], limit: int) -> list[int]:
    here = "(" + " | ".join(f"'c{pk}'" for pk in communities) + ")"
    words = " & ".join(f"'{word}'{':*' if goes_on else ''}" for word, goes_on in wanted)
    asked: dict[str, Any] = {
        "words": words, "words_here": f"{here} & {words}", "elsewhere": f"!{here}",
        "communities": communities, "limit": limit, "near": NEAR + NEAR_EACH * limit,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ASK_NEAR, asked)
        ids, is_more, is_most = cursor.fetchone()
        if len(ids) == limit or not is_more:
            return list(ids)
        if not is_most:
            asked["words"] = asked["words_here"]
        cursor.execute(ASK_EVERYWHERE, asked)
        return [row[0] for row in cursor.fetchall()]
