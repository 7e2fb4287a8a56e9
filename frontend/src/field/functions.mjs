// What the functions and operators of a condition mean, value by value. Nothing here can fail:
// what cannot be known is "". src/linli/forms/functions.py says the same, line by line.
import { added, dayOf, days, momentOf, monthsBetween, written } from "./moments.mjs";

const LEAST = 1e-4;
const MOST = 1e15; // between them both sides hold and write numbers alike
const NUMERIC = /^[ \t\r\n]*-?[0-9]+(\.[0-9]+)?[ \t\r\n]*$/;
const MOST_POWER = 64;
const MOST_DIGITS = 10;
/** They take what a repeat's entries say, all at once: one list of values. */
export const GATHERING = ["sum", "min", "max", "count", "count-non-empty", "concat", "join"];

export function truth(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

export function text(value) {
  if (Array.isArray(value)) return value.filter((one) => typeof one === "string").join(" ");
  return Object.is(value, -0) ? "0" : String(value);
}

/** A value as a number, a day or a moment as days since 1970; null if it is none. */
export function number(value) {
  if (Array.isArray(value)) return null;
  if (typeof value !== "string") return Number(value);
  if (NUMERIC.test(value)) {
    const fits = fitting(Number(value.trim()));
    return fits === "" ? null : fits;
  }
  return days(value);
}

export function fitting(value) {
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
  return Array.isArray(value) ? value : text(value).match(/[^ \t\r\n]+/g) || [];
}

function ofNumber(reckon) {
  return (one) => {
    const value = number(one);
    return value === null ? "" : reckon(value);
  };
}

function isEmpty(value) {
  return value === "" || (Array.isArray(value) && !value.length);
}

function flat(values) {
  return values.flatMap((value) => value);
}

/** What among values is a number; what was not answered is left out. */
function numbers(values) {
  const simple = flat(values).filter((one) => ["string", "boolean", "number"].includes(typeof one));
  return simple.map(number).filter((one) => one !== null);
}

function count(values) {
  if (values.length === 1 && !Array.isArray(values[0])) return Number(values[0] !== "");
  return values.reduce((sum, one) => sum + (Array.isArray(one) ? one.length : 1), 0);
}

function round(one, places = 0) {
  const [value, digits] = [number(one), number(places)];
  if (value === null || digits === null || digits < 0 || digits > MOST_DIGITS) return "";
  const by = Number(`1e${Math.trunc(digits)}`);
  return fitting(Math.floor(value * by + 0.5) / by);
}

// To a whole power, or to a half: what both sides reckon alike to the last digit.
function power(one, exponent) {
  const [base, times] = [number(one), number(exponent)];
  if (base === null || times === null) return "";
  if (times === 0.5) return base >= 0 ? fitting(Math.sqrt(base)) : "";
  if (times !== Math.trunc(times) || Math.abs(times) > MOST_POWER) return "";
  let result = 1;
  for (let time = 0; time < Math.abs(times); time += 1) {
    result *= base;
    if (!(Math.abs(result) <= MOST)) return "";
  }
  if (times < 0) return result ? fitting(1 / result) : "";
  return fitting(result);
}

function place(value) {
  const at = number(value);
  return at === null ? null : Math.trunc(at);
}

function part(one, start, end) {
  const [first, last] = [place(start), end === undefined ? undefined : place(end)];
  return first === null || last === null ? "" : [...text(one)].slice(first, last).join("");
}

function parted(one, sign) {
  const [whole, by] = [text(one), text(sign)];
  if (!by) return ["", "", whole];
  const at = whole.indexOf(by);
  return at < 0 ? [whole, "", ""] : [whole.slice(0, at), by, whole.slice(at + by.length)];
}

function before(one, sign) {
  const [head, found] = parted(one, sign);
  return found ? head : "";
}

function translated(one, these, those) {
  const wanted = [...text(those)];
  const table = new Map();
  [...text(these)].forEach((sign, at) => table.has(sign) || table.set(sign, wanted[at] || ""));
  return [...text(one)].map((sign) => (table.has(sign) ? table.get(sign) : sign)).join("");
}

function chosenAt(many, at) {
  const found = words(many)[place(at)];
  return typeof found === "string" ? found : "";
}

function day(one) {
  const value = typeof one === "boolean" ? null : number(one);
  return value === null ? "" : dayOf(value);
}

function moment(one) {
  const value = typeof one === "boolean" ? null : number(one);
  return value === null ? "" : momentOf(value);
}

function inWriting(one, pattern) {
  const value = number(one);
  return value === null ? "" : written(value, text(pattern));
}

function months(first, last) {
  const [begin, end] = [number(first), number(last)];
  const found = begin === null || end === null ? null : monthsBetween(begin, end);
  return found === null ? "" : found;
}

function later(one, ...steps) {
  const start = number(one);
  if (start === null) return "";
  const [years = 0, more = 0, left = 0] = steps.map((step) => number(step) || 0);
  return added(start, years, more, left);
}

function least(values) {
  const found = numbers(values);
  return found.length ? found.reduce((one, other) => (other < one ? other : one)) : "";
}

function most(values) {
  const found = numbers(values);
  return found.length ? found.reduce((one, other) => (other > one ? other : one)) : "";
}

export const MEANING = {
  or: (...parts) => parts.some(truth),
  and: (...parts) => parts.every(truth),
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
  sum: (values) => fitting(numbers(values).reduce((total, one) => total + one, 0)),
  min: least,
  max: most,
  count,
  "count-non-empty": (values) => flat(values).filter((one) => !isEmpty(one)).length,
  concat: (values) => values.map(text).join(""),
  join: (values) => values.slice(1).map(text).join(text(values[0])),
  round,
  int: ofNumber((value) => fitting(Math.trunc(value))),
  floor: ofNumber((value) => fitting(Math.floor(value))),
  ceiling: ofNumber((value) => fitting(Math.ceil(value))),
  abs: ofNumber((value) => fitting(Math.abs(value))),
  pow: power,
  selected: (many, one) => words(many).includes(text(one)),
  "count-selected": (many) => words(many).length,
  "selected-at": chosenAt,
  "string-length": (one) => [...text(one)].length,
  number: ofNumber((value) => value),
  string: text,
  boolean: truth,
  "boolean-from-string": (one) => ["true", "1"].includes(text(one)),
  if: (when, then, otherwise) => (truth(when) ? then : otherwise),
  coalesce: (...parts) => parts.find((one) => !isEmpty(one)) ?? "",
  substr: part,
  contains: (one, sign) => text(one).includes(text(sign)),
  "starts-with": (one, sign) => text(one).startsWith(text(sign)),
  "ends-with": (one, sign) => text(one).endsWith(text(sign)),
  "substring-before": before,
  "substring-after": (one, sign) => parted(one, sign)[2],
  translate: translated,
  "normalize-space": (one) => text(one).replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, ""),
  date: day,
  "date-time": moment,
  "decimal-date-time": ofNumber(fitting),
  "decimal-time": ofNumber((value) => fitting(value - Math.floor(value))),
  "format-date": inWriting,
  "format-date-time": inWriting,
  "difference-in-months": months,
  "add-date": later,
};
