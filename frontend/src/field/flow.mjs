// A form as one walks through it: first what is known ("still so?"), then one question a page.
import { check, reckoned, shown, told } from "./checking.mjs";
import { POSITION } from "./conditions.mjs";
import { moment, today } from "./state.mjs";

const FILES = ["photo", "signature", "audio"];

/** The questions that are asked, given these answers; groups are dissolved. */
export function asked(questions, answers, around = {}) {
  const open = shown(questions, answers, { today: moment(), around });
  return open.filter((one) => one.type !== "calculate");
}

/** The answers that a page may look at, with what is reckoned of them: of a draft, or of an entry
 * of a repeat in it. */
export function answersSeen(draft, entry = null) {
  const all = told(draft.questions, draft.answers, { today: moment() });
  if (!entry) return all;
  const repeats = leaves(draft.questions).filter((one) => one.type === "repeat");
  const repeat = repeats.find((one) => (draft.answers[one.code] || []).includes(entry));
  if (!repeat) return all;
  const around = { ...all, [POSITION]: draft.answers[repeat.code].indexOf(entry) + 1 };
  return told(repeat.questions, entry, { today: moment(), around });
}

/** Keep what is drawn or noted once, so that it stays what it was. */
export function keepOnce(draft) {
  const all = answersSeen(draft);
  for (const one of leaves(draft.questions)) {
    if (one.type === "calculate" && all[one.code] !== undefined) draft.answers[one.code] = all[one.code];
  }
}

/** Every question that holds an answer of its own; groups are dissolved, repeats are not. */
export function leaves(questions) {
  return questions.flatMap((one) => (one.type === "group" ? leaves(one.questions) : [one]));
}

/** The questions that are bound to a fact of the register. */
export function boundQuestions(questions) {
  return leaves(questions).filter((one) => one.binds && !FILES.includes(one.type) && one.type !== "repeat");
}

function isKnown(draft, one) {
  return Boolean(one.binds) && draft.known[one.binds] !== undefined;
}

/** True for the hint of a fact that only the house knows whole ("138****8001"), left as it is. */
export function isHint(draft, one, value) {
  return (draft.masked || []).includes(one.binds) && value !== undefined && value === draft.known[one.binds];
}

/** Answers as they would be if all that is known were still so. */
function assumed(draft) {
  const known = boundQuestions(draft.questions).filter((one) => isKnown(draft, one));
  const facts = Object.fromEntries(known.map((one) => [one.code, draft.known[one.binds]]));
  return { ...facts, ...draft.answers };
}

/** What is asked with one tap: the facts that are known. */
export function stillQuestions(draft) {
  return asked(draft.questions, assumed(draft)).filter((one) => isKnown(draft, one));
}

/** "Yes, all still so": what was not marked as changed is answered as it stands. */
export function sayStill(draft) {
  for (const one of stillQuestions(draft)) {
    if (!draft.changing.includes(one.code)) draft.answers[one.code] = draft.known[one.binds];
  }
  draft.isStill = true;
}

/** The pages of a draft, in order: "still", codes of questions, "review". */
export function pages(draft) {
  const still = stillQuestions(draft);
  const byPage = asked(draft.questions, draft.isStill ? draft.answers : assumed(draft)).filter(
    (one) => !isKnown(draft, one) || draft.changing.includes(one.code)
      || (draft.isStill && draft.answers[one.code] === undefined),
  );
  return [...(still.length ? ["still"] : []), ...byPage.map((one) => one.code), "review"];
}

/** The page after this one; a page that was opened from the review leads back to it. */
export function pageAfter(draft, page) {
  const all = pages(draft);
  return (all.includes(page) && all[all.indexOf(page) + 1]) || "review";
}

export function pageBefore(draft, page) {
  const all = pages(draft);
  return all[all.indexOf(page) - 1];
}

/** What a page shows before anything is typed: the answer, else what is known, else the default. */
export function valueOf(draft, scope, question) {
  const given = scope.answers[question.code];
  if (given !== undefined) return given;
  if (scope.isRound || !isKnown(draft, question)) return atFirst(question, scope);
  if ((draft.masked || []).includes(question.binds)) return undefined; // to be typed whole
  return draft.known[question.binds];
}

// A default, or what the form reckons of what was answered before.
function atFirst(question, scope) {
  if (!question.calculation) return question.default;
  return reckonedAs(question, { ...scope.around, ...scope.answers });
}

function reckonedAs(question, answers) {
  const value = reckoned(question, null, answers, moment());
  if (value === "" || value === null) return question.default;
  const isMany = ["select_many", "rank"].includes(question.type);
  return isMany ? String(value).split(/\s+/) : ["number", "range"].includes(question.type) ? value : String(value);
}

/** The answers to what is asked in the end; what was answered and is no longer asked stays out. */
export function answersOf(draft) {
  const { kept } = check(draft.questions, draft.answers, { today: moment() });
  const hints = asked(draft.questions, draft.answers).filter((one) => isHint(draft, one, draft.answers[one.code]));
  for (const one of hints) kept[one.code] = draft.answers[one.code]; // the house holds it against the form
  return kept;
}

/** The facts as the answers leave them, for who opens the door again before they are sent. */
export function factsOf(draft, answers) {
  const said = boundQuestions(draft.questions).filter((one) => answers[one.code] !== undefined);
  return Object.fromEntries(said.map((one) => [one.binds, answers[one.code]]));
}

/** The names of all pictures that the answers speak of. */
export function pictureNames(draft, answers) {
  return namesIn(draft.questions, answers);
}

function namesIn(questions, answers) {
  return leaves(questions).flatMap((one) => {
    const value = answers[one.code] || [];
    if (one.type === "repeat") return value.flatMap((round) => namesIn(one.questions, round));
    return FILES.includes(one.type) ? value : [];
  });
}
