// Answers, held against their form before they leave the phone: what is asked, what is kept, and
// what cannot be right. src/linli/forms/validation.py says the same, line by
// line; both are held against tests/forms/validation.json.
import { holds } from "./conditions.mjs";
import { isDay } from "./moments.mjs";
import { said as inLanguage, t } from "./words.mjs";

/** At most so many, unless the question says otherwise: letters, pictures, entries. */
export const MOST_OF = { text: 4000, photo: 5, signature: 1, repeat: 20 };
const MOST_NUMBER = 1e15;
const NUMERIC = /^[ \t\r\n]*-?[0-9]+(\.[0-9]+)?[ \t\r\n]*$/;
const UNKEPT = /(?![\n\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]/gu; // U+200D joins the parts of an emoji
const PLACE = /^[0-9A-Za-z-]{1,12}$/;
const PICTURE = /^([A-Za-z][A-Za-z0-9_]*-[0-9]{1,3}-)?([A-Za-z][A-Za-z0-9_]*)-[0-9]{1,3}$/;

/** What is asked, given these answers, in order; groups are dissolved. `around` are the answers
 * outside of a repeat. */
export function shown(questions, answers, { today, around = {} }) {
  const found = [];
  const kept = { ...around };
  for (const one of asked(questions, kept, today)) {
    found.push(one);
    if (!isEmpty(answers[one.code])) kept[one.code] = answers[one.code];
  }
  return found;
}

/** The codes that may be chosen; with `options_from`, those that were chosen there. */
export function optionsOpen(question, answers) {
  if (!question.options_from) return (question.options || []).map((option) => option.code);
  const chosen = answers[question.options_from];
  return Array.isArray(chosen) ? chosen.filter((code) => typeof code === "string") : [];
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
  if (name === "constraint" && question.constraint_says) return inLanguage(question.constraint_says);
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
    if (one.options_from && !optionsOpen(one, told).length) continue;
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
      const value = this.value(one, answers[one.code], told, at);
      if (!isEmpty(value)) kept[one.code] = told[one.code] = value;
    }
    return kept;
  }

  // One answer as it is kept; null when there is none, or something is wrong.
  value(one, said, told, at) {
    try {
      const value = isEmpty(said) ? null : READ[one.type](this, one, said, told, at);
      if (isEmpty(value)) {
        if (one.required) throw new Wrong("required");
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

function choice(check, one, said, told) {
  if (typeof said !== "string" || !optionsOpen(one, told).includes(said)) throw new Wrong("option");
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
    .map((row, number) => check.level(one.questions, row, told, `${at}${one.code}.${number}.`))
    .filter((row) => Object.keys(row).length);
}

function atMost(count, one, name) {
  const most = one.most || MOST_OF[one.type];
  if (count > most) throw new Wrong(name, { most });
}

const READ = {
  text, number, date: day, select_one: choice, select_many: choices, photo: files, signature: files,
  location: place, note: () => null, repeat: rounds,
};
