// The form at the door, one question a page.
import { control } from "../controls.mjs";
import { button, h, icon, toast } from "../dom.mjs";
import { begin, open, save } from "../draft.mjs";
import { filled } from "../filling.mjs";
import { asked, keepOnce, pageAfter, pageBefore, pages, stillQuestions, valueOf } from "../flow.mjs";
import { campaignOf } from "../state.mjs";
import { t } from "../words.mjs";
import { entries } from "./entries.mjs";
import { Frame } from "./frame.mjs";
import { notHere } from "./nothing.mjs";
import { review } from "./review.mjs";
import { still } from "./still.mjs";

const CHOSEN_AT_ONCE = ["select_one", "location"]; // a range goes on, too, while it is buttons

/** #/visit/<campaign>/<door or 0>/<page>[/<entry>/<question>] */
export async function visit([campaignId, doorId, ...where], redraw) {
  // A round that ended meanwhile, or a door handed over: what is begun can still be finished.
  const campaign = campaignOf(campaignId) || { id: Number(campaignId), isGone: true };
  const draft = await draftOf(campaign, Number(doorId));
  if (draft === "elsewhere") return elsewhere(campaign, Number(doorId), redraw);
  if (!draft && campaign.isGone) return notHere("#/");
  if (!draft) {
    window.location.replace(`#/door/${campaignId}/${doorId}`);
    return null;
  }
  const frame = new Frame(campaign, draft, redraw);
  const path = where.length ? where : (draft.at || pages(draft)[0]).split("/");
  await stayAt(draft, path.join("/"));
  return path.length === 3 ? inEntry(frame, path) : page(frame, path[0]);
}

/** A visit that is opened again, even after the browser was closed, goes on where it was left. */
async function stayAt(draft, page) {
  if (draft.at === page) return;
  draft.at = page;
  await save(draft);
}

/** The draft of a door; where whoever comes by is asked, a new one. */
async function draftOf(campaign, doorId) {
  const draft = await open(campaign, doorId);
  if (draft || doorId || campaign.isGone) return draft;
  await begin({ campaign, door: null, outcome: "met" });
  return open(campaign, 0);
}

function page(frame, code) {
  const { draft } = frame;
  if (code === "still") return still(frame);
  if (code === "review") return review(frame);
  const there = [...stillQuestions(draft), ...asked(draft.questions, draft.answers)];
  const question = there.find((one) => one.code === code);
  if (!question) return frame.go(pages(draft)[0]);
  const steps = {
    next: () => frame.go(pageAfter(draft, code)),
    head: frame.head(pageBefore(draft, code), pages(draft).indexOf(code) + 1),
  };
  return question.type === "repeat" ? entries(frame, question, steps) : ask(frame, question, frame.scope(), steps);
}

/** A question of one entry of a repeat. */
function inEntry(frame, [code, number, sub]) {
  const { answers, questions } = frame.draft;
  const repeat = asked(questions, answers).find((one) => one.code === code);
  const entry = repeat && (answers[code] || [])[Number(number)];
  if (!entry) return frame.go(code);
  const inside = () => asked(repeat.questions, entry, frame.scope(entry).around);
  const at = Math.max(0, inside().findIndex((one) => one.code === sub));
  const address = (one) => (one ? `${code}/${number}/${one.code}` : code);
  const question = inside()[at];
  return ask(frame, question, frame.scope(entry), {
    next: () => {
      const now = inside();
      return frame.go(address(now[now.findIndex((one) => one.code === question.code) + 1]));
    },
    head: frame.head(address(inside()[at - 1])),
  });
}

function ask(frame, question, scope, { next, head }) {
  const { draft } = frame;
  let pending; // a photo that is still being shrunk, a signature that is being drawn
  scope.wait = (work) => {
    pending = work;
  };
  const give = (value) => {
    if (value === undefined) delete scope.answers[question.code];
    else scope.answers[question.code] = value;
    keepOnce(draft);
    return save(draft);
  };
  const go = async () => {
    const work = pending;
    pending = undefined; // what went wrong once does not hold up the next try
    await work;
    const value = valueOf(draft, scope, question);
    if (value !== undefined) await give(value);
    const fault = frame.faultOf(question, scope);
    return fault ? frame.complain(fault) : next();
  };
  const choose = async (value) => {
    await give(value);
    return go();
  };
  const drawn = control(question, { value: valueOf(draft, scope, question), give, choose, scope });
  if (drawn && drawn.id === "answer") drawn.setAttribute("aria-labelledby", "title");
  return {
    ...head,
    title: filled(question.label, { ...scope.around, ...scope.answers }, draft.questions),
    body: [
      question.help && h("p", { class: "soft" }, filled(question.help, { ...scope.around, ...scope.answers }, draft.questions)),
      drawn,
      h("p", { class: "field__error", id: "fault", role: "alert" }),
      onward(question, valueOf(draft, scope, question), go),
    ],
  };
}

/** The way on. Choosing one of several goes on by itself: then there is only a way to skip. */
function onward(question, value, go) {
  const isChosen = CHOSEN_AT_ONCE.includes(question.type);
  if (isChosen && value === undefined) {
    return !question.required && button(t("skip"), go, { kind: "wide big" });
  }
  const must = question.required || isChosen || question.type === "note";
  return button(must ? t("next") : t("next_or_skip"), go, { kind: "primary wide big", picture: icon("arrow-right") });
}

function elsewhere(campaign, doorId, redraw) {
  return {
    title: t("visit_begun"),
    back: doorId ? `#/door/${campaign.id}/${doorId}` : `#/round/${campaign.id}`,
    body: [toast(t("open_elsewhere"), "warning"), button(t("try_again"), redraw, { kind: "wide big" })],
  };
}
