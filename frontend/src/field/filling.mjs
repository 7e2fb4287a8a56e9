// Answers in the words of a question: "How old is ${name}?" src/linli/forms/filling.py says the same.
import { said as value } from "./conditions.mjs";
import { text } from "./functions.mjs";
import { said } from "./words.mjs";

const IN_LABEL = /\$\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}/g;
const UNANSWERED = "…";

/** A label in the reader's language with answers in it: a choice by its label. */
export function filled(label, answers, questions) {
  const words = said(label);
  if (!words.includes("${")) return words;
  return words.replace(IN_LABEL, (_all, code) => spoken(find(questions, code), answers[code]) || UNANSWERED);
}

function spoken(question, answer) {
  if (!question || !["select_one", "select_many", "rank"].includes(question.type)) return text(value(answer));
  const codes = (Array.isArray(answer) ? answer : [answer]).filter(Boolean);
  const labels = new Map((question.options || []).map((option) => [option.code, said(option.label)]));
  return codes.map((code) => labels.get(code) || String(code)).join(", ");
}

function find(questions, code) {
  for (const one of questions) {
    const found = one.code === code ? one : find(one.questions || [], code);
    if (found) return found;
  }
  return undefined;
}
