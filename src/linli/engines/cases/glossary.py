"""What the words of matters mean: one English word a thing."""

from linli.engines.plug import Term

TERMS = (
    Term(
        "事项",
        "case",
        'one thing that somebody asks for or complains of, until it is closed; people read "matter"',
    ),
    Term(
        "吹哨",
        "whistle, department call",
        "a department called in to a case (verb `whistle`, row `DepartmentCall`)",
    ),
    Term("事项类别", "kind", "all that differs from one kind of matter to another"),
    Term("类别", "category", "a branch of the tree on which kinds hang"),
    Term("首次联系", "answer_within", "time to the first contact with who raised it"),
    Term("紧急程度", "urgency", "ordinary, urgent, emergency"),
    Term("智能推荐", "suggestion", "a likely kind with its confidence; a person decides"),
    Term("经验", "lesson", "what a community's closed matters teach"),
    Term("相似", "alike, likeness", "how much two texts have in common, 0 to 1"),
    Term("同类归并", "group", "matters that say the same, under the first of them"),
    Term("工单", "order", "a matter as the 12345 hotline's file tells it"),
    Term("回单", "reply", "the answer that goes back to the hotline"),
    Term("导入", "intake, taken in", "matters from a file; rows left out are faults"),
    Term(
        "待查看",
        "look: awaited",
        "words of a matter that strangers cannot read until a worker has looked",
    ),
    Term(
        "这说的是我",
        "objection",
        "somebody says that a public matter is about them; the words are hidden until answered",
    ),
    Term("涉及他人", "about_people", "of a kind: its words name people as a rule"),
    Term(
        "险情",
        "danger",
        "what the words of a matter tell: somebody trapped, fire, gas, electric shock, somebody who may take their life, hurt, traffic, violence",
    ),
    Term(
        "险情词",
        "danger list",
        "a community's words of danger; its harmless words (困难) are passed over",
    ),
    Term("特急", "emergency", "the highest urgency; words of danger make it so"),
)
