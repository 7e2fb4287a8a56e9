// A repeat: the entries there are, one more, or on to what follows.
import { MOST_OF, entriesOf } from "../checking.mjs";
import { inWords } from "../controls.mjs";
import { button, card, h, icon, twice } from "../dom.mjs";
import { save } from "../draft.mjs";
import { filled } from "../filling.mjs";
import { moment } from "../state.mjs";
import { t } from "../words.mjs";

export function entries(frame, question, { next, head }) {
  const { draft } = frame;
  const count = entriesOf(question, frame.scope().around, moment());
  const most = count === null ? question.most || MOST_OF.repeat : count;
  const there = (draft.answers[question.code] || []).slice(0, most);
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
    title: filled(question.label, frame.scope().around, draft.questions),
    body: [
      question.help && h("p", { class: "soft" }, filled(question.help, frame.scope().around, draft.questions)),
      rows.length > 0 && card("", h("ul", { class: "rows" }, rows)),
      there.length < most && button(t("add_one"), add, { kind: "wide big", picture: icon("plus") }),
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
