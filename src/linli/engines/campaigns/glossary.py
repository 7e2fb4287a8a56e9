"""What the words of rounds over doors mean: one English word a thing."""

from linli.engines.plug import Term

TERMS = (
    Term(
        "走访",
        "campaign",
        "doors to be reached with a form, by people, in a time; a standing one comes again",
    ),
    Term(
        "轮次",
        "round",
        "a campaign of a series: the same form, the doors once more, or those still missing",
    ),
    Term("长期", "standing", "of a campaign: without end, its doors fall due again one by one"),
    Term(
        "户, 门",
        "door",
        "a dwelling, household, entrance, person or place that a campaign is to reach (`Door`)",
    ),
    Term("走访人", "walker", "somebody who walks a campaign"),
    Term(
        "走访记录", "visit", "one time at one door, or one answer from a household; never altered"
    ),
    Term("走访情况", "outcome", "met, by phone, nobody home, refused, moved away, vacant"),
    Term(
        "来源",
        "channel",
        "how a visit came: the phone at the door, the desk, paper, the household's own key, on the spot",
    ),
    Term("已联系", "reached", "somebody was met or telephoned, or the household answered itself"),
    Term("待核对信息", "conflict", "a fact that changed on both sides; a person settles it"),
    Term(
        "问卷",
        "questionnaire",
        "a campaign that households answer themselves, by their key or on the spot",
    ),
    Term("随身数据", "bundle", "what a phone takes along"),
    Term(
        "片区",
        "area",
        "the doors that one person walks, in walking order; areas are compared, people are not",
    ),
    Term(
        "进度",
        "coverage",
        "how many doors are done: by building, area, village of origin, day and round",
    ),
    Term(
        "已完成",
        "done",
        "met, by phone, refused, moved away or vacant: nobody need go there again in this round",
    ),
    Term("待走访", "open", "to be visited, or nobody home so far"),
    Term("走访表", "sheet", "the round on paper, a QR code a door"),
    Term(
        "走访对象",
        "targets",
        "whom a campaign is to reach: dwellings, households, entrances, people with a care need, places, anyone",
    ),
    Term(
        "从未联系上",
        "never reached",
        "an occupied household that nobody met, telephoned or had an answer from",
    ),
)
