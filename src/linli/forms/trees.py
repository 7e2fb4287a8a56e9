"""What a condition's tree names: questions, options, its own answer, lists of choices."""

from __future__ import annotations

from collections.abc import Iterator

from linli.forms.functions import GATHERING
from linli.forms.schema import Tree

# They hold no trees: a text or number, a code, a pattern, a table.
LEAVES = ("literal", "answer", "pattern", "table", "column")
CHANGING = ("once", "now", "random", "uuid")  # say something else each time they are asked


def parts_of(tree: Tree) -> list[Tree]:
    """Return the trees of which a tree is made."""
    return [] if tree[0] in LEAVES else tree[1:]


def every(tree: Tree) -> Iterator[Tree]:
    """Yield a tree and all that it is made of."""
    yield tree
    for part in parts_of(tree):
        yield from every(part)


def names(tree: Tree) -> Iterator[str]:
    """Yield the code of every question that a condition names."""
    return (part[1] for part in every(tree) if part[0] == "answer")


def gathered(tree: Tree) -> set[str]:
    """Return the codes that are asked of all entries of their repeat, or of one by its number."""
    return {
        part[1]
        for holder in every(tree)
        if holder[0] in GATHERING or holder[0] == "indexed-repeat"
        for part in holder[1:]
        if part[0] == "answer"
    }


def compared(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield every (question, text) that a condition holds against each other."""
    for word, *parts in every(tree):
        if word in ("=", "!=", "selected"):
            for this, other in (parts, parts[::-1]):
                if this[0] == "answer" and other[0] == "literal" and isinstance(other[1], str):
                    yield this[1], other[1]


def names_itself(tree: Tree) -> bool:
    """True if the condition speaks of the very answer that it stands at (``.``)."""
    return any(part[0] == "self" for part in every(tree))


def is_changing(tree: Tree) -> bool:
    """True if it says something else each time, so that what it said first is kept."""
    return any(part[0] in CHANGING for part in every(tree))


def tables(tree: Tree) -> Iterator[Tree]:
    """Yield the tables in which a condition looks something up: ["table", rows, where from]."""
    return (part for part in every(tree) if part[0] == "table")


def with_tables(tree: Tree, rows: dict[str, dict[str, str]]) -> Tree:
    """Return the tree with these rows in its tables, each by ``key_of`` where it is from."""
    if tree[0] == "table":
        return ["table", rows.get(key_of(tree), tree[1]), tree[2]]
    if tree[0] in LEAVES:
        return tree
    return [tree[0], *(with_tables(part, rows) for part in tree[1:])]


def key_of(table: Tree) -> str:
    """Return what a table is found by: which list or question, by which column, for which."""
    where = table[2]
    return "|".join((where.get("list") or "${}" + where["question"], where["key"], where["column"]))


def depth(tree: Tree) -> int:
    """Return how deeply a tree is nested."""
    levels, level = 0, [tree]
    while level:
        levels += 1
        level = [part for tree_part in level for part in parts_of(tree_part)]
    return levels
