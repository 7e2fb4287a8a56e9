// What the conditions of a form mean, for the browser. Nothing here can fail: what cannot be
// known is "". src/linli/forms/evaluate.py says the same, line by line; both are
// held against tests/forms/conditions.json.

const LEAST = 1e-4;
const MOST = 1e15; // between them both sides hold and write numbers alike
const NUMERIC = /^[ \t\r\n]*-?[0-9]+(\.[0-9]+)?[ \t\r\n]*$/;
const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const MS_A_DAY = 86_400_000;

/** Whether a condition is met; one that is not there always is. `today` is "2026-11-25". */
export function holds(condition, answers, { value, today }) {
  return !condition || truth(evaluate(condition.tree, answers, { value, today }));
}

/** What a tree says of these answers; `value` is the answer it stands at ("."). */
export function evaluate(tree, answers, { value, today }) {
  const [word, ...parts] = tree;
  if (word === "literal") return parts[0];
  if (word === "answer") return said(answers[parts[0]]);
  if (word === "self") return said(value);
  if (word === "today") return today;
  return MEANING[word](...parts.map((part) => evaluate(part, answers, { value, today })));
}

function truth(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function text(value) {
  if (Array.isArray(value)) return value.filter((one) => typeof one === "string").join(" ");
  return Object.is(value, -0) ? "0" : String(value);
}

function number(value) {
  if (Array.isArray(value)) return null;
  if (typeof value !== "string") return Number(value);
  if (NUMERIC.test(value)) {
    const fits = fitting(Number(value.trim()));
    return fits === "" ? null : fits;
  }
  return days(value);
}

/** A date as days since 1970; null if there is no such day. */
export function days(value) {
  const [, year, month, day] = (DATE.exec(value) ?? []).map(Number);
  if (!year || !month || !day) return null;
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at / MS_A_DAY : null;
}

function fitting(value) {
  if (Math.abs(value) < LEAST) return 0;
  return Math.abs(value) <= MOST ? value : "";
}

function equal(one, other) {
  if (typeof one === "boolean" || typeof other === "boolean") return truth(one) === truth(other);
  if (typeof one === "number" || typeof other === "number") {
    const left = number(one);
    return left !== null && left === number(other);
  }
  return text(one) === text(other);
}

function said(answer) {
  if (typeof answer === "string" || typeof answer === "boolean" || Array.isArray(answer)) return answer;
  return typeof answer === "number" ? fitting(answer) : "";
}

function compared(compare) {
  return (one, other) => {
    const [left, right] = [number(one), number(other)];
    return left !== null && right !== null && compare(left, right);
  };
}

function reckoned(reckon) {
  return (one, other) => {
    const [left, right] = [number(one), number(other)];
    return left === null || right === null ? "" : fitting(reckon(left, right));
  };
}

function words(value) {
  return Array.isArray(value) ? value : text(value).match(/[^ \t\r\n]+/g) ?? [];
}

const MEANING = {
  or: (one, other) => truth(one) || truth(other),
  and: (one, other) => truth(one) && truth(other),
  not: (one) => !truth(one),
  "=": equal,
  "!=": (one, other) => !equal(one, other),
  "<": compared((left, right) => left < right),
  "<=": compared((left, right) => left <= right),
  ">": compared((left, right) => left > right),
  ">=": compared((left, right) => left >= right),
  "+": reckoned((left, right) => left + right),
  "-": reckoned((left, right) => left - right),
  "*": reckoned((left, right) => left * right),
  div: reckoned((left, right) => left / right),
  mod: reckoned((left, right) => left % right),
  negative: (one) => MEANING["-"](0, one),
  selected: (many, one) => words(many).includes(text(one)),
  "count-selected": (many) => words(many).length,
  count: (many) => (Array.isArray(many) ? many.length : Number(many !== "")),
  "string-length": (one) => [...text(one)].length,
  number: (one) => number(one) ?? "",
  if: (when, then, otherwise) => (truth(when) ? then : otherwise),
  coalesce: (first, second) => (first === "" || (Array.isArray(first) && !first.length) ? second : first),
};
