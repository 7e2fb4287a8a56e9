// What the conditions of a form mean, for the browser. Nothing here can fail: what cannot be
// known is "". src/linli/forms/evaluate.py says the same, line by line; both are held against
// tests/forms/conditions.json. What the functions of XLSForm mean is in functions.mjs.
import { GATHERING, MEANING, fitting, text, truth } from "./functions.mjs";
import { matches } from "./patterns.mjs";

/** Among the answers of a repeat's entry: which one it is, from 1. */
export const POSITION = "..";

/** Whether a condition is met; one that is not there always is. `today` is "2026-11-25", or a
 * moment ("2026-11-25T08:30:00"), which now() gives. */
export function holds(condition, answers, { value, today, row }) {
  return !condition || truth(evaluate(condition.tree, answers, { value, today, row }));
}

/** What a tree says of these answers; `value` is the answer it stands at ("."), `row` the choice
 * that a filter looks at. */
export function evaluate(tree, answers, { value, today, row = {} }) {
  const here = { answers, value, today, row };
  return look(here, tree);
}

function look(here, tree) {
  const [word, ...parts] = tree;
  if (has(LEAVES, word)) return LEAVES[word](here, parts);
  if (word === "once") {
    const own = said(here.value);
    return own === "" || (Array.isArray(own) && !own.length) ? look(here, parts[0]) : own;
  }
  if (word === "indexed-repeat") return indexed(here, ...parts);
  if (word === "lookup") {
    const [rows, key] = [parts[1][1], text(look(here, parts[0]))];
    return has(rows, key) ? String(rows[key]) : "";
  }
  if (word === "regex") return matches(parts[1][2], text(look(here, parts[0])));
  if (word === "count" && isAskedOfAll(here, parts[0])) return entries(here, parts[0][1]).length;
  if (GATHERING.includes(word)) return MEANING[word](parts.flatMap((part) => gathered(here, part)));
  return MEANING[word](...parts.map((part) => look(here, part)));
}

// A part's values: of a question in a repeat, that of each entry.
function gathered(here, part) {
  if (!isAskedOfAll(here, part)) return [look(here, part)];
  return entries(here, part[1]).map((row) => said(row[part[1]]));
}

function isAskedOfAll(here, part) {
  const given = here.answers[part[1]];
  return part[0] === "answer" && (given === undefined || given === null);
}

// The entries of the repeat in which `code` is asked.
function entries(here, code) {
  return Object.values(here.answers).flatMap((answer) => {
    const rows = Array.isArray(answer) ? answer.filter(isRow) : [];
    return rows.some((row) => has(row, code)) ? rows : [];
  });
}

// Object.hasOwn is younger than the phones that must do.
function has(one, name) {
  return Object.prototype.hasOwnProperty.call(one, name);
}

function isRow(one) {
  return typeof one === "object" && one !== null && !Array.isArray(one);
}

function indexed(here, asked, repeat, which) {
  const rows = look(here, repeat);
  const at = MEANING.int(look(here, which));
  const row = Array.isArray(rows) && typeof at === "number" ? rows[at - 1] : undefined;
  return isRow(row) ? said(row[asked[1]]) : "";
}

function now({ today }) {
  return today.length > 10 ? today.slice(0, 19) : `${today}T00:00:00`;
}

const LEAVES = {
  literal: (here, parts) => parts[0],
  answer: (here, parts) => said(here.answers[parts[0]]),
  self: (here) => said(here.value),
  column: (here, parts) => (has(here.row, parts[0]) ? String(here.row[parts[0]]) : ""),
  today: (here) => here.today.slice(0, 10),
  now,
  position: (here) => said(here.answers[POSITION]),
  random: () => Math.random(),
  uuid: () => newUuid(),
};

function newUuid() {
  if (crypto.randomUUID) return crypto.randomUUID(); // a browser of before 2022 has none
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}

/** An answer as a value to reckon with; "" for none. */
export function said(answer) {
  if (typeof answer === "string" || typeof answer === "boolean" || Array.isArray(answer)) return answer;
  return typeof answer === "number" ? fitting(answer) : "";
}
