// A repeat: the entries there are, one more, or on to what follows.
import { MOST_OF } from "../checking.mjs";
import { inWords } from "../controls.mjs";
import { button, card, h, icon, twice } from "../dom.mjs";
import { save } from "../draft.mjs";
import { said, t } from "../words.mjs";

export function entries(frame, question, { next, head }) {
  const { draft } = frame;
  const there = draft.answers[question.code] || [];
  const address = (number) => `${question.code}/${number}/${question.questions[0].code}`;
  const put = (rows) => {
    if (rows.length) draft.answers[question.code] = rows;
    else delete draft.answers[question.code];
    return save(draft);
  };
  const add = async () => {
    await put([...there, {}]);
    return frame.go(address(there.length));
  };
  const remove = (number) => async () => {
    await put(there.filter((one, at) => at !== number));
    frame.redraw();
  };
  const go = () => {
    const fault = frame.faultOf(question);
    return fault ? frame.complain(fault) : next();
  };
  const rows = there.map((entry, number) => h(
    "li", { class: "row" },
    h("a", { class: "row__body", href: `${frame.base}/${address(number)}` }, `${number + 1}. ${nameOf(question, entry, draft)}`),
    twice(t("remove"), t("really_remove"), remove(number), { kind: "small" }),
  ));
  return {
    ...head,
    title: said(question.label),
    body: [
      question.help && h("p", { class: "soft" }, said(question.help)),
      rows.length > 0 && card("", h("ul", { class: "rows" }, rows)),
      there.length < (question.most || MOST_OF.repeat) && button(t("add_one"), add, { kind: "wide big", picture: icon("plus") }),
      h("p", { class: "field__error", id: "fault", role: "alert" }),
      button(there.length || question.required ? t("next") : t("next_or_skip"), go, {
        kind: "primary wide big", picture: icon("arrow-right"),
      }),
    ],
  };
}

/** What tells an entry apart: its first two answers. */
function nameOf(question, entry, draft) {
  const words = question.questions.map((one) => inWords(one, entry[one.code], draft.questions)).filter(Boolean);
  return words.slice(0, 2).join(" · ") || t("nothing_yet");
}
