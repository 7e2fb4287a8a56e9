"""How well the kind of a message is guessed: macro-F1, two-best accuracy, ms an item.

    python benchmarks/kinds.py --train A.csv --test B.csv
    python benchmarks/kinds.py --train A.csv                 # tests on a held-out fifth of it

A file has the columns ``label`` and ``text``, or ``tokens``, or ``title`` and ``body``.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from linli.engines.cases.suggest.linear import Model, train_calibrated

Example = tuple[str, str]
csv.field_size_limit(10_000_000)


def read(path: Path) -> list[Example]:
    """Return (text, label) of every row that has both."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(text, row["label"]) for row in csv.DictReader(file) if (text := text_of(row))]


def text_of(row: dict[str, str]) -> str:
    """Return what a person wrote, whichever column holds it."""
    for column in ("text", "tokens"):
        if row.get(column):
            return row[column]
    return f"{row.get('title') or ''} {row.get('body') or ''}".strip()


def stratified(examples: Sequence[Example], *, seed: int) -> tuple[list[Example], list[Example]]:
    """Part examples into four fifths to learn from and one fifth to test, label by label."""
    shuffler = random.Random(seed)  # noqa: S311 - a split, no secret
    learn: list[Example] = []
    test: list[Example] = []
    for label in sorted({label for _, label in examples}):
        of_label = sorted(example for example in examples if example[1] == label)
        shuffler.shuffle(of_label)
        cut = len(of_label) // 5
        test += of_label[:cut]
        learn += of_label[cut:]
    return learn, test


def macro_f1(guessed: Sequence[str], true: Sequence[str]) -> float:
    """Return the mean over labels of 2·hits / (guessed + true)."""
    hits = Counter(guess for guess, label in zip(guessed, true, strict=True) if guess == label)
    guesses, held = Counter(guessed), Counter(true)
    labels = set(held)
    return sum(2 * hits[label] / (guesses[label] + held[label]) for label in labels) / len(labels)


def judge(model: Model, test: Sequence[Example]) -> str:
    """Return the line of figures for a trained model."""
    start = time.process_time()
    ranked = []
    sure = []
    for text, _ in test:
        shares = model.probabilities(text)
        order = sorted(shares, key=shares.__getitem__, reverse=True)
        ranked.append(order[:2])
        sure.append(shares[order[0]])
    each = (time.process_time() - start) / len(test) * 1000
    true = [label for _, label in test]
    first = [order[0] for order in ranked]
    hit = sum(map(str.__eq__, first, true)) / len(test)
    two = sum(label in order for label, order in zip(true, ranked, strict=True)) / len(test)
    return (
        f"macro-F1 {macro_f1(first, true):.4f} · accuracy {hit:.4f} · two-best {two:.4f} · "
        f"mean confidence {sum(sure) / len(sure):.4f} · {each:.2f} ms an item"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--train", type=Path, required=True, metavar="A.csv")
    parser.add_argument("--test", type=Path, metavar="B.csv", help="default: a fifth of A.csv")
    parser.add_argument("--seed", type=int, default=1, help="of the split of A.csv")
    asked = parser.parse_args()
    for path in (asked.train, asked.test):
        if path and not path.is_file():
            sys.exit(f"{path} is not there. Please name a CSV file with a label and a text.")
    learn, test = read(asked.train), read(asked.test) if asked.test else []
    if not asked.test:
        learn, test = stratified(learn, seed=asked.seed)
    overlap = len({text for text, _ in learn} & {text for text, _ in test})
    start = time.process_time()
    model = train_calibrated(learn)
    print(
        f"{len(learn)} texts learnt in {time.process_time() - start:.0f} s, "
        f"{len(model.vocabulary)} features, {len(model.to_bytes()) // 1000} kB · "
        f"{len(test)} tested, {overlap} of them also in what was learnt"
    )
    print(judge(model, test))


if __name__ == "__main__":
    main()
