// Answers, held against their form before they leave the phone: what is asked, what is kept, and
// what cannot be right. src/linli/forms/validation.py says the same, line by
// line; both are held against tests/forms/validation.json.
import { POSITION, evaluate, holds } from "./conditions.mjs";
import { number as asNumber, text as asText } from "./functions.mjs";
import { isDay, isMoment, isTime } from "./moments.mjs";
import { said as inLanguage, t } from "./words.mjs";

/** At most so many, unless the question says otherwise: letters, pictures, entries. */
export const MOST_OF = { text: 4000, photo: 5, signature: 1, audio: 1, barcode: 200, repeat: 20 };
const MOST_RECKONED = 4000;
const DUST = 1e-9; // what floating point adds to a step of 0.1
const MOST_NUMBER = 1e15;
const NUMERIC = /^[ \t\r\n]*-?[0-9]+(\.[0-9]+)?[ \t\r\n]*$/;
const UNKEPT = /(?![\n\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]/gu; // U+200D joins the parts of an emoji
const PLACE = /^[0-9A-Za-z-]{1,12}$/;
// A point on the estate's plan in its own units, or where a phone stood that was asked to say so.
const POINT = /^([0-9]{1,5}(\.[0-9])? [0-9]{1,5}(\.[0-9])?|@-?[0-9]{1,2}(\.[0-9]{1,5})? -?[0-9]{1,3}(\.[0-9]{1,5})?)$/;
const PICTURE = /^([A-Za-z][A-Za-z0-9_]*-[0-9]{1,3}-)?([A-Za-z][A-Za-z0-9_]*)-[0-9]{1,3}$/;

/** What is asked or reckoned, given these answers, in order; groups are dissolved. `around` are the
 * answers outside of a repeat. */
export function shown(questions, answers, { today, around = {} }) {
  return walked(questions, answers, { today, around }).found;
}

/** The answers to what is asked, with what is reckoned of them, and those around. */
export function told(questions, answers, { today, around = {} }) {
  return walked(questions, answers, { today, around }).kept;
}

function walked(questions, answers, { today, around }) {
  const found = [];
  const kept = { ...around };
  for (const one of asked(questions, kept, today)) {
    found.push(one);
    const value = one.type === "calculate" ? reckoned(one, answers[one.code], kept, today) : answers[one.code];
    if (!isEmpty(value)) kept[one.code] = value;
  }
  return { found, kept };
}

/** The codes that may be chosen: with `options_from`, those that were chosen there; with
 * `choice_filter`, those whose row is as it says. */
export function optionsOpen(question, answers, { today } = {}) {
  if (question.options_from) {
    const chosen = answers[question.options_from];
    return Array.isArray(chosen) ? chosen.filter((code) => typeof code === "string") : [];
  }
  return [...new Set(optionsLeft(question, answers, { today }).map((option) => option.code))];
}

/** The options that a filter leaves, as they stand in their list. */
export function optionsLeft(question, answers, { today }) {
  return (question.options || []).filter(
    ({ code, row }) => holds(question.choice_filter, answers, { today, row: { ...row, name: code } }),
  );
}

/** What a calculation says, as it is kept; `said` is what it said before. */
export function reckoned(question, said, answers, today) {
  if (!question.calculation) return null;
  const before = ["string", "number", "boolean"].includes(typeof said) ? said : null;
  const value = evaluate(question.calculation.tree, answers, { value: before, today });
  return typeof value === "number" ? value : tidied([...asText(value)].slice(0, MOST_RECKONED).join(""));
}

/** How many entries a repeat has, where the form says so; null where people do. */
export function entriesOf(question, answers, today) {
  if (!question.count) return null;
  const count = asNumber(evaluate(question.count.tree, answers, { today })) || 0;
  return Math.max(0, Math.min(Math.trunc(count), question.most || MOST_OF.repeat));
}

/** All answers at once: { kept, problems }, a problem being [its name, { most }]. */
export function check(questions, answers, { today }) {
  const checked = new Check(today);
  const kept = checked.level(questions, answers, {});
  return { kept, problems: checked.problems };
}

/** The sentence that says what is wrong with one answer; "" if nothing is. */
export function faultOf(question, answers, { today }) {
  const checked = new Check(today);
  checked.value(question, answers[question.code], answers, "");
  const [first] = Object.entries(checked.problems);
  return first ? sentence(find([question], first[0].split(".").pop()), first[1]) : "";
}

function sentence(question, [name, words]) {
  const own = { constraint: question.constraint_says, required: question.required_says }[name];
  if (own) return inLanguage(own);
  return t(`fault_${name}`, words);
}

function find(questions, code) {
  for (const one of questions) {
    const found = one.code === code ? one : find(one.questions || [], code);
    if (found) return found;
  }
  return undefined;
}

// Lazily: `told` grows while the questions are answered.
function* asked(questions, told, today) {
  for (const one of questions) {
    if (!holds(one.show_if, told, { today })) continue;
    if ((one.options_from || one.choice_filter) && !optionsOpen(one, told, { today }).length) continue;
    if (one.count && !entriesOf(one, told, today)) continue;
    if (one.type === "group") yield* asked(one.questions || [], told, today);
    else yield one;
  }
}

function leaves(questions) {
  return questions.flatMap((one) => (one.type === "group" ? leaves(one.questions || []) : [one]));
}

function isEmpty(value) {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);
}

class Wrong extends Error {
  constructor(name, words = {}) {
    super(name);
    this.problem = [name, words];
  }
}

class Check {
  constructor(today) {
    this.today = today;
    this.problems = {};
    this.pictures = new Set();
  }

  // The answers to these questions; `around` are those outside of a repeat.
  level(questions, answers, around, at = "") {
    const known = leaves(questions).filter((one) => one.type !== "note").map((one) => one.code);
    for (const code of Object.keys(answers)) {
      if (!known.includes(code)) this.problems[at + code.slice(0, 60)] = ["unknown", {}];
    }
    const kept = {};
    const told = { ...around };
    for (const one of asked(questions, told, this.today)) {
      const sent = answers[one.code];
      const value = one.type === "calculate" ? reckoned(one, sent, told, this.today) : this.value(one, sent, told, at);
      if (!isEmpty(value)) kept[one.code] = told[one.code] = value;
    }
    return kept;
  }

  // One answer as it is kept; null when there is none, or something is wrong.
  value(one, sent, told, at) {
    const count = entriesOf(one, told, this.today);
    const said = count === null ? sent : padded(sent, count);
    try {
      const value = isEmpty(said) ? null : READ[one.type](this, one, said, told, at);
      if (isEmpty(value)) {
        const isRequired = one.required || (one.required_if && holds(one.required_if, told, { today: this.today }));
        if (isRequired) throw new Wrong("required");
        return null;
      }
      if (!holds(one.constraint, told, { value, today: this.today })) throw new Wrong("constraint");
      return value;
    } catch (wrong) {
      if (!(wrong instanceof Wrong)) throw wrong;
      this.problems[at + one.code] = wrong.problem;
      return null;
    }
  }
}

/** A text as core/text.py keeps it: composed, no control characters, at most two line breaks in a row. */
export function tidied(said) {
  const composed = said.replace(/\r\n?/g, "\n").normalize("NFC");
  const kept = composed.replace(/\t/g, " ").replace(UNKEPT, "");
  return kept.replace(/[ \u3000]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

function text(check, one, said) {
  if (typeof said !== "string") throw new Wrong("text");
  const tidy = tidied(said);
  atMost([...tidy].length, one, "letters");
  return tidy;
}

function number(check, one, said) {
  const value = typeof said === "string" && NUMERIC.test(said) ? Number(said.trim()) : said;
  if (typeof value !== "number" || !(Math.abs(value) <= MOST_NUMBER)) throw new Wrong("number");
  return value;
}

function day(check, one, said) {
  const year = typeof said === "string" && isDay(said) ? Number(said.slice(0, 4)) : 0;
  if (year < 1900 || year > 2200) throw new Wrong("date");
  return said;
}

function ofScale(check, one, said) {
  const value = number(check, one, said);
  const [least, most, step] = one.scale || [0, MOST_NUMBER, 0];
  const steps = step ? (value - least) / step : 0;
  if (value < least || value > most || Math.abs(steps - Math.floor(steps + 0.5)) > DUST) throw new Wrong("range");
  return value;
}

function time(check, one, said) {
  if (typeof said !== "string" || !isTime(said)) throw new Wrong("time");
  return said.slice(0, 5);
}

function moment(check, one, said) {
  const year = typeof said === "string" && isMoment(said) ? Number(said.slice(0, 4)) : 0;
  if (year < 1900 || year > 2200) throw new Wrong("datetime");
  return `${said.slice(0, 10)}T${said.slice(11, 16)}`;
}

function point(check, one, said) {
  if (typeof said !== "string" || !POINT.test(said)) throw new Wrong("point");
  return said;
}

function order(check, one, said, told) {
  const chosen = choices(check, one, said, told);
  if (chosen.length !== optionsOpen(one, told, check).length) throw new Wrong("rank");
  return chosen;
}

function choice(check, one, said, told) {
  if (typeof said !== "string" || !optionsOpen(one, told, check).includes(said)) throw new Wrong("option");
  return said;
}

function choices(check, one, said, told) {
  if (!Array.isArray(said)) throw new Wrong("option");
  return [...new Set(said.map((each) => choice(check, one, each, told)))];
}

function files(check, one, said) {
  const isName = (each) => typeof each === "string" && (PICTURE.exec(each) || [])[2] === one.code;
  if (!Array.isArray(said) || !said.every(isName)) throw new Wrong("files");
  if (new Set(said).size < said.length || said.some((each) => check.pictures.has(each))) throw new Wrong("files");
  atMost(said.length, one, "pictures");
  for (const each of said) check.pictures.add(each);
  return said;
}

function place(check, one, said) {
  if (typeof said !== "string" || !PLACE.test(said)) throw new Wrong("place");
  return said;
}

function rounds(check, one, said, told, at) {
  const isRow = (row) => typeof row === "object" && row !== null && !Array.isArray(row);
  if (!Array.isArray(said) || !said.every(isRow)) throw new Wrong("rounds");
  atMost(said.length, one, "entries");
  return said
    .map((row, number) => check.level(
      one.questions, row, { ...told, [POSITION]: number + 1 }, `${at}${one.code}.${number}.`,
    ))
    .filter((row) => Object.keys(row).length);
}

// As many entries as the form says; what was told beyond them is not asked any more.
function padded(sent, count) {
  const rows = isEmpty(sent) ? [] : sent;
  if (!Array.isArray(rows)) return sent;
  return [...rows, ...Array.from({ length: Math.max(0, count - rows.length) }, () => ({}))].slice(0, count);
}

function atMost(count, one, name) {
  const most = one.most || MOST_OF[one.type];
  if (count > most) throw new Wrong(name, { most });
}

const READ = {
  text, number, range: ofScale, date: day, time, datetime: moment, barcode: text, select_one: choice,
  select_many: choices, rank: order, photo: files, signature: files, audio: files, location: place,
  geopoint: point, note: () => null, repeat: rounds,
};
