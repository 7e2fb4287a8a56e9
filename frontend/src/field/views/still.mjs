// "Still so?": what the register knows, agreed to with one tap; only changes are typed.
import { inWords } from "../controls.mjs";
import { button, card, h, icon } from "../dom.mjs";
import { save } from "../draft.mjs";
import { pageAfter, sayStill, stillQuestions } from "../flow.mjs";
import { said, t } from "../words.mjs";

export function still(frame) {
  const { draft } = frame;
  const agree = async () => {
    sayStill(draft);
    await save(draft);
    return frame.go(pageAfter(draft, "still"));
  };
  return {
    ...frame.head(null, 1),
    title: t("still_so"),
    body: [
      card("", h("ul", { class: "rows" }, stillQuestions(draft).map((one) => fact(frame, one)))),
      button(draft.changing.length ? t("rest_still_so") : t("all_still_so"), agree, {
        kind: "primary wide big", picture: icon("check"),
      }),
    ],
  };
}

function fact(frame, question) {
  const { draft } = frame;
  const isChanging = draft.changing.includes(question.code);
  const turn = async () => {
    draft.changing = draft.changing.filter((code) => code !== question.code);
    if (!isChanging) draft.changing.push(question.code);
    await save(draft);
    frame.redraw();
  };
  const label = said(question.label);
  return h(
    "li", { class: "row" },
    h(
      "span", { class: "row__body" },
      h("span", { class: "row__soft" }, label),
      h("span", { class: "row__title strong" }, inWords(question, draft.known[question.binds], draft.questions)),
    ),
    h("button", {
      type: "button", class: "chip", onclick: turn, "aria-pressed": String(isChanging), "aria-label": `${t("changed")}: ${label}`,
    }, t("changed")),
  );
}
