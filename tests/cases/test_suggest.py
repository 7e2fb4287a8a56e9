"""What is suggested while one types, on invented sentences only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.similarity import group_near_duplicates, likeness, marks, most_alike
from linli.engines.cases.suggest.keywords import joined, two_best, word_list
from linli.engines.cases.suggest.linear import Model, train, train_calibrated

LAMP = ["楼下的灯又灭了", "路口那盏灯一直闪", "灯罩掉下来了", "晚上没有灯看不见路"]
DOG = ["有人遛狗不牵绳", "狗在草地上乱跑", "半夜狗一直叫", "流浪狗吓到孩子"]
EXAMPLES = [(text, "lamp") for text in LAMP] * 3 + [(text, "dog") for text in DOG] * 3
ANY_TEXT = st.text(max_size=80)


@pytest.fixture(scope="module")
def model() -> Model:
    return train(EXAMPLES)


def test_a_taught_kind_is_recognised_in_new_words(model: Model):
    shares = model.probabilities("门口的灯不亮,看不见路")
    assert shares["lamp"] > 0.6


def test_confidences_add_up_to_one(model: Model):
    assert sum(model.probabilities("狗").values()) == pytest.approx(1.0)


def test_a_packed_lesson_says_the_same(model: Model):
    again = Model.from_bytes(model.to_bytes())
    assert again.margins("草地上有狗在跑") == pytest.approx(
        model.margins("草地上有狗在跑"), abs=1e-5
    )


def test_a_broken_lesson_is_refused():
    with pytest.raises(ValueError, match="packed"):
        Model.from_bytes(b"something else")


def test_one_kind_alone_teaches_nothing():
    with pytest.raises(ValueError, match="two labels"):
        train([("灯灭了", "lamp"), ("灯又灭了", "lamp")])


def test_the_same_examples_teach_the_same(model: Model):
    assert train(EXAMPLES).weights == model.weights


def test_what_was_held_out_makes_confidence_humble():
    noisy = [(text, "ab"[at // 3 % 2]) for at, (text, _) in enumerate(EXAMPLES * 5)]
    model = train_calibrated(noisy)
    assert max(model.probabilities(LAMP[0]).values()) < 0.95


@settings(max_examples=60, deadline=None)
@given(text=ANY_TEXT)
def test_any_text_can_be_judged(model: Model, text: str):
    shares = model.probabilities(text)
    assert set(shares) == {"lamp", "dog"}
    assert all(0 <= share <= 1 for share in shares.values())


WORDS = word_list({"lamp": ["灯", "路灯", "不亮"], "dog": ["狗", "遛狗"], "noise": ["狗叫", "吵"]})


def test_a_word_of_the_list_speaks_for_its_kind():
    assert two_best(WORDS.shares("路灯不亮了"))[0][0] == "lamp"


def test_a_word_that_two_kinds_share_leaves_doubt():
    assert two_best(WORDS.shares("狗叫"))[0][1] < two_best(WORDS.shares("路灯不亮"))[0][1]


def test_a_text_without_a_known_word_gets_no_suggestion():
    assert two_best(WORDS.shares("你好")) == []


def test_a_lesson_counts_the_more_the_more_it_was_taught():
    by_words, by_lesson = {"lamp": 0.8}, {"dog": 0.9, "lamp": 0.1}
    few = joined(by_words, by_lesson, learnt_from=10)
    many = joined(by_words, by_lesson, learnt_from=2000)
    assert few["lamp"] > few["dog"]
    assert many["dog"] > many["lamp"]


@given(text=ANY_TEXT)
def test_two_suggestions_at_most_and_never_surer_than_sure(text: str):
    found = two_best(WORDS.shares(text))
    assert len(found) <= 2
    assert sum(share for _, share in found) <= 1.001


@given(one=ANY_TEXT, other=ANY_TEXT)
def test_likeness_is_the_same_both_ways(one: str, other: str):
    assert likeness(marks(one), marks(other)) == likeness(marks(other), marks(one))


@given(text=ANY_TEXT)
def test_a_text_is_wholly_like_itself_or_has_no_marks(text: str):
    assert likeness(marks(text), marks(text)) == (1.0 if marks(text) else 0.0)


def test_the_likest_comes_first():
    others = [(1, "五号楼电梯坏了"), (2, "三号楼门口的路灯不亮"), (3, "三号楼门口路灯不亮了好几天")]
    found = most_alike("三号楼门口路灯不亮了", others)
    assert [name for name, _ in found] == [3, 2]


def test_what_was_said_twice_makes_one_group():
    texts = ["花园里的长椅断了一条腿,请来修", "快递柜挡住了路", "花园里的长椅断了一条腿,请快来修"]
    assert group_near_duplicates(texts) == [0, 1, 0]


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(ANY_TEXT, max_size=12))
def test_a_group_is_named_by_its_first_text(texts: list[str]):
    groups = group_near_duplicates(texts)
    assert len(groups) == len(texts)
    assert all(group <= at and groups[group] == group for at, group in enumerate(groups))


def test_grouping_tells_how_far_it_is():
    told: list[int] = []
    texts = [f"{n}号楼的第{n * 7 % 4000}个柜子打不开" for n in range(1000)]
    group_near_duplicates(texts, done=told.append)
    assert told == [500, 1000]
