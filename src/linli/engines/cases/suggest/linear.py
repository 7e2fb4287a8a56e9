"""A linear classifier of texts: one hyperplane a label over tf-idf of character runs. Pure.

Trained by dual coordinate descent on the squared hinge loss (Hsieh et al., "A dual coordinate
descent method for large-scale linear SVM", ICML 2008), in plain Python: the house keeps no
numeric library in its web processes. Confidence comes from a softmax whose temperature is chosen
on texts that the hyperplanes have not seen.
"""

from __future__ import annotations

import json
import math
import random
import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter, mul
from typing import Any

from linli.engines.cases.suggest.features import runs

MOST_FEATURES = 200_000  # learnt with
KEPT_FEATURES = 40_000  # kept after: the rest says next to nothing, and costs accuracy and time
ROUNDS = 5
COST = 2.0
HELD_OUT_SHARE = 0.1  # for the temperature
MOST_HELD_OUT = 200
TEMPERATURES = tuple(0.05 * 1.25**step for step in range(16))
MAGIC = b"LNL1"

Vector = tuple[Callable[[Sequence[float]], tuple[float, ...]], list[int], list[float]]


@dataclass(slots=True)
class Model:
    """Weights of a trained classifier. ``weights`` holds one array of floats a label."""

    labels: list[str]
    vocabulary: dict[str, int]
    rarity: array[float]  # inverse document frequency by feature
    weights: list[array[float]]
    biases: list[float]
    temperature: float = 0.3
    texts: int = 0  # how many it learnt from

    def margins(self, text: str) -> list[float]:
        """Return the signed distance of a text to each label's hyperplane, in ``labels`` order."""
        vector = vector_of(text, self.vocabulary, self.rarity)
        if vector is None:
            return list(self.biases)
        pick, _, values = vector
        return [
            sum(map(mul, pick(weight), values)) + bias
            for weight, bias in zip(self.weights, self.biases, strict=True)
        ]

    def probabilities(self, text: str) -> dict[str, float]:
        """Return a confidence for each label; they add up to 1."""
        return dict(zip(self.labels, softmax(self.margins(text), self.temperature), strict=True))

    def to_bytes(self) -> bytes:
        """Return the model packed; ``from_bytes`` reads it. Numbers and text only, no pickle."""
        head = {
            "labels": self.labels,
            "vocabulary": list(self.vocabulary),
            "biases": self.biases,
            "temperature": self.temperature,
            "texts": self.texts,
        }
        text = json.dumps(head, ensure_ascii=False).encode()
        numbers = b"".join(column.tobytes() for column in (self.rarity, *self.weights))
        return MAGIC + zlib.compress(struct.pack("<I", len(text)) + text + numbers, 6)

    @classmethod
    def from_bytes(cls, packed: bytes) -> Model:
        """Read a packed model. Raises ``ValueError`` when it is not one."""
        if packed[:4] != MAGIC:
            raise ValueError("not a packed model")
        raw = zlib.decompress(packed[4:])
        (length,) = struct.unpack_from("<I", raw)
        head: dict[str, Any] = json.loads(raw[4 : 4 + length])
        words, step = head["vocabulary"], 4 * len(head["vocabulary"])
        starts = range(4 + length, 4 + length + step * (len(head["labels"]) + 1), step or 1)
        columns = [array("f", raw[at : at + step]) for at in starts] if step else []
        empty = [array("f") for _ in range(len(head["labels"]) + 1)]
        rarity, *weights = columns or empty
        return cls(
            labels=head["labels"],
            vocabulary={word: at for at, word in enumerate(words)},
            rarity=rarity,
            weights=weights,
            biases=head["biases"],
            temperature=head["temperature"],
            texts=head["texts"],
        )


def softmax(margins: Sequence[float], temperature: float) -> list[float]:
    """Turn margins into shares of 1; a low temperature favours the largest."""
    top = max(margins)
    powers = [math.exp((margin - top) / temperature) for margin in margins]
    total = sum(powers)
    return [power / total for power in powers]


def vector_of(text: str, vocabulary: dict[str, int], rarity: Sequence[float]) -> Vector | None:
    """Return a text as a unit vector: a getter of its features, their indices, their values.

    A value is (1 + ln count) · rarity. None when fewer than two features are known: a getter of
    one index would not give a tuple.
    """
    known = [(vocabulary[run], count) for run, count in runs(text).items() if run in vocabulary]
    if len(known) < 2:
        return None
    indices = [index for index, _ in known]
    values = [
        (1.0 + math.log(count) if count > 1 else 1.0) * rarity[index] for index, count in known
    ]
    length = math.sqrt(sum(map(mul, values, values))) or 1.0
    return itemgetter(*indices), indices, [value / length for value in values]


def train(
    examples: Iterable[tuple[str, str]],
    *,
    most_features: int = MOST_FEATURES,
    kept_features: int = KEPT_FEATURES,
    seed: int = 1,
) -> Model:
    """Learn from (text, label) pairs. Needs two labels; raises ``ValueError`` otherwise.

    Time grows with the number of characters times labels: 5,155 texts under 7 labels take
    about half a minute; memory with ``most_features`` times labels.
    """
    pairs = list(examples)
    labels = sorted({label for _, label in pairs})
    if len(labels) < 2:
        raise ValueError("at least two labels are needed")
    vocabulary, rarity = _vocabulary([text for text, _ in pairs], most_features=most_features)
    shuffler = random.Random(seed)  # noqa: S311 - the order of training, no secret
    shuffler.shuffle(pairs)
    vectors = [vector_of(text, vocabulary, rarity) for text, _ in pairs]
    rows = [
        (vector, labels.index(label))
        for vector, (_, label) in zip(vectors, pairs, strict=True)
        if vector is not None
    ]
    planes = _planes(rows, len(labels), len(rarity), shuffler)
    whole = Model(
        labels=labels,
        vocabulary=vocabulary,
        rarity=rarity,
        weights=[array("f", weight) for weight, _ in planes],
        biases=[bias for _, bias in planes],
        texts=len(pairs),
    )
    return strongest(whole, kept_features)


def _planes(
    rows: Sequence[tuple[Vector, int]], labels: int, features: int, shuffler: random.Random
) -> list[tuple[list[float], float]]:
    """Return a hyperplane a label, each against all the others; seldom labels weigh more."""
    often = Counter(at for _, at in rows)
    return [
        _hyperplane(
            [(row, 1.0 if at == label else -1.0) for row, at in rows],
            features,
            shuffler,
            care=math.sqrt(max(often.values()) / max(often[label], 1)),
        )
        for label in range(labels)
    ]


def strongest(model: Model, count: int) -> Model:
    """Return the model with only the features that can move a decision most."""
    words = list(model.vocabulary)
    force = [
        rarity * max(map(abs, column))
        for rarity, column in zip(model.rarity, zip(*model.weights, strict=True), strict=True)
    ]
    kept = sorted(sorted(range(len(words)), key=force.__getitem__, reverse=True)[:count])
    return replace(
        model,
        vocabulary={words[at]: place for place, at in enumerate(kept)},
        rarity=array("f", (model.rarity[at] for at in kept)),
        weights=[array("f", (weight[at] for at in kept)) for weight in model.weights],
    )


def train_calibrated(
    examples: Iterable[tuple[str, str]],
    *,
    most_features: int = MOST_FEATURES,
    kept_features: int = KEPT_FEATURES,
    seed: int = 1,
) -> Model:
    """Learn, with the temperature chosen on a few that are held out.

    They are not learnt from afterwards: nothing is trained twice.
    """
    pairs = list(examples)
    random.Random(seed + 1).shuffle(pairs)  # noqa: S311  the order of training, no secret
    held = max(1, min(MOST_HELD_OUT, int(len(pairs) * HELD_OUT_SHARE)))
    seen = {label for _, label in pairs[held:]}
    model = train(pairs[held:], most_features=most_features, kept_features=kept_features, seed=seed)
    model.temperature = best_temperature(model, [p for p in pairs[:held] if p[1] in seen])
    model.texts = len(pairs)
    return model


def best_temperature(model: Model, unseen: Sequence[tuple[str, str]]) -> float:
    """Return the temperature under which the unseen labels were the least surprising."""
    if not unseen:
        return model.temperature
    judged = [(model.margins(text), model.labels.index(label)) for text, label in unseen]

    def surprise(temperature: float) -> float:
        return -sum(
            math.log(max(softmax(margins, temperature)[label], 1e-9)) for margins, label in judged
        )

    return min(TEMPERATURES, key=surprise)


def _vocabulary(texts: Sequence[str], *, most_features: int) -> tuple[dict[str, int], array[float]]:
    """Return the runs that at least two texts have, the most common first, and their rarity."""
    seen_in: Counter[str] = Counter()
    for text in texts:
        seen_in.update(runs(text).keys())
    kept = [(run, count) for run, count in seen_in.most_common(most_features) if count > 1]
    vocabulary = {run: index for index, (run, _) in enumerate(kept)}
    return vocabulary, array("f", (math.log((1 + len(texts)) / count) for _, count in kept))


def _hyperplane(
    rows: Sequence[tuple[Vector, float]], features: int, shuffler: random.Random, *, care: float
) -> tuple[list[float], float]:
    """Return the weights and the bias that part the rows at 1.0 from those at -1.0.

    ``care`` is how many times more a fault at 1.0 costs: a seldom label is else never said.
    Rows that are far on their right side are left out until the last rounds (shrinking).
    """
    weights, bias = [0.0] * features, 0.0
    pulls = [0.0] * len(rows)
    soft = {-1.0: 1 / (2 * COST), 1.0: 1 / (2 * COST * care)}
    active = list(range(len(rows)))
    for turn in range(ROUNDS):
        if turn in (1, ROUNDS - 2):
            active = list(range(len(rows)))
        shuffler.shuffle(active)
        near = []
        for at in active:
            (pick, indices, values), side = rows[at]
            softness = soft[side]
            slope = side * (sum(map(mul, pick(weights), values)) + bias) - 1 + softness * pulls[at]
            if pulls[at] == 0.0 and slope >= 0.0:
                if slope < 0.3:
                    near.append(at)
                continue
            near.append(at)
            pull = max(pulls[at] - slope / (2 + softness), 0.0)
            change = (pull - pulls[at]) * side
            if abs(change) < 1e-4:
                continue
            pulls[at] = pull
            bias += change
            for index, value in zip(indices, values, strict=True):
                weights[index] += change * value
        active = near
    return weights, bias
