// All that was answered, once more, before it is kept.
import { inWords } from "../controls.mjs";
import { button, card, empty, fill, h, icon, link, toast, twice } from "../dom.mjs";
import { discard, save } from "../draft.mjs";
import { answersOf, asked, pageBefore, pages, pictureNames } from "../flow.mjs";
import { thumbnail } from "../photo_controls.mjs";
import { finishDraft } from "../record.mjs";
import { filled } from "../filling.mjs";
import { said, t } from "../words.mjs";

export function review(frame) {
  const { draft } = frame;
  const answers = answersOf(draft);
  const list = asked(draft.questions, draft.answers).filter((one) => one.type !== "note");
  const given = list.filter((one) => answers[one.code] !== undefined);
  const keep = async () => {
    const open = list.find((one) => frame.faultOf(one));
    if (open) return askAgain(frame, open);
    await finishDraft(draft);
    window.location.hash = `#/done/${frame.campaign.id}/${draft.door}`;
    return null;
  };
  const throwAway = async () => {
    await discard(draft);
    window.location.hash = frame.home;
  };
  return {
    ...frame.head(pageBefore(draft, "review"), pages(draft).length),
    title: t("review"),
    body: [
      draft.refusal && refusalOf(draft.refusal),
      button(t("keep"), keep, { kind: "primary wide big", picture: icon("check") }),
      card("", given.length ? h("dl", { class: "facts" }, given.map((one) => line(frame, one, answers))) : empty(t("nothing_yet"))),
      pictures(draft.uid, pictureNames(draft, answers)),
      twice(t("throw_away"), t("really_throw_away"), throwAway, { kind: "bad wide" }),
    ],
  };
}

/** Why it was refused before: what is to be corrected. */
export function refusalOf({ sentence, errors }) {
  return [toast(sentence, "error"), errors.map((words) => h("p", { class: "field__error" }, words))];
}

function line(frame, question, answers) {
  const words = inWords(question, answers[question.code], frame.draft.questions);
  return [
    h("dt", {}, filled(question.label, frame.scope().around, frame.draft.questions)),
    h("dd", {}, link(words, `${frame.base}/${question.code}`, {
      kind: "bare small", "aria-label": `${said(question.label)}: ${words}. ${t("change")}`,
    })),
  ];
}

/** A fault that only shows now: its question gets a page, even if its fact was "still so". */
async function askAgain(frame, question) {
  const { draft } = frame;
  if (!draft.changing.includes(question.code)) draft.changing.push(question.code);
  await save(draft);
  return frame.go(question.code);
}

/** Small pictures in a row, drawn when they are unlocked; `wordsOf(name)` says how one stands. */
export function pictures(uid, names, wordsOf = () => "") {
  if (!names.length) return null;
  const place = h("div", { class: "photos" });
  const drawn = names.map((name) => thumbnail(uid, name, { words: wordsOf(name) }));
  Promise.all(drawn).then((all) => fill(place, all));
  return place;
}
