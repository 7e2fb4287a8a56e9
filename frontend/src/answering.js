// A campaign's form at the desk: a question stands there only while its condition holds, a choice
// only while another answer left it open, and nothing is asked of a door that nobody opened.
// Without this script every question stands there with its condition in words.
import { reckoned } from "./field/checking.mjs";
import { POSITION, holds, said } from "./field/conditions.mjs";
import { text } from "./field/functions.mjs";
import { keyIn } from "./keying.mjs";

const REACHED = ["met", "phone"];

// The moment by the clock on the wall: conditions take the day out of it.
function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
}

function valueOf(question) {
  const inputs = [...question.querySelectorAll("input, select, textarea")];
  const type = question.dataset.type;
  if (type === "select_many") return inputs.filter((one) => one.checked).map((one) => one.value);
  if (type === "rank") return inputs.map((one) => one.value).filter(Boolean);
  if (["photo", "signature", "audio"].includes(type)) {
    return inputs.flatMap((one) => [...(one.files ?? [])].map((file) => file.name));
  }
  const chosen = inputs.find((one) => one.type !== "radio" || one.checked);
  const typed = chosen ? chosen.value.trim() : "";
  return ["number", "range"].includes(type) && typed !== "" && !Number.isNaN(Number(typed)) ? Number(typed) : typed;
}

function children(holder) {
  return [...holder.children].filter((one) => one.dataset.question);
}

// Walks the questions in their order: what is hidden has no answer for those that follow.
function show(holder, answers) {
  for (const question of children(holder)) {
    const { question: code, type, tree } = question.dataset;
    const condition = tree && { tree: JSON.parse(tree) };
    question.hidden = !holds(condition, answers, { value: "", today: today() });
    if (question.hidden) continue;
    if (type === "group") show(question, answers);
    else if (type === "repeat") answers[code] = entries(question, answers);
    else if (type === "calculate") answers[code] = calculated(question, answers);
    else answers[code] = valueOf(question);
    narrow(question, answers);
    fill(question, answers);
  }
}

function entries(repeat, answers) {
  return [...repeat.querySelectorAll("[data-repeat-row]")].map((row, number) => {
    const told = { ...answers, [POSITION]: number + 1 };
    show(row, told);
    return Object.fromEntries(children(row).map(({ dataset }) => [dataset.question, told[dataset.question]]));
  });
}

// What is drawn or noted once stays what it was while the page is open.
function calculated(question, answers) {
  const tree = JSON.parse(question.dataset.calculation);
  const value = reckoned({ calculation: { tree } }, question.dataset.value, answers, today());
  question.dataset.value = value;
  return value;
}

// Answers in the words of a question: a choice by its label.
function fill(question, answers) {
  for (const words of question.querySelectorAll("[data-fill]")) {
    if (words.closest("[data-question]") !== question) continue;
    words.textContent = words.dataset.fill.replace(/\$\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}/g, (_all, code) =>
      [].concat(answers[code] ?? "").map((one) => labelOf(code, one)).join(", ") || "…");
  }
}

function labelOf(code, value) {
  const holder = document.querySelector(`[data-answers] [data-question="${code}"]`);
  const choice = holder && [...holder.querySelectorAll("[data-choice]")].find((one) => one.dataset.choice === value);
  return choice ? choice.textContent.trim() : text(said(value));
}

function narrow(question, answers) {
  if (question.dataset.filter) {
    const condition = { tree: JSON.parse(question.dataset.filter) };
    for (const one of question.querySelectorAll("[data-row]")) {
      one.hidden = !holds(condition, answers, { today: today(), row: JSON.parse(one.dataset.row) });
    }
  }
  const source = question.dataset.optionsFrom;
  if (!source) return;
  const open = answers[source] ?? [];
  for (const one of question.querySelectorAll("[data-choice]")) {
    one.hidden = !open.includes(one.dataset.choice);
  }
}

for (const form of document.querySelectorAll("form[data-answering]")) {
  const part = form.querySelector("[data-answers]");
  const refresh = () => {
    const outcome = form.querySelector("input[name=outcome]:checked");
    part.hidden = Boolean(outcome) && !REACHED.includes(outcome.value);
    show(part, {});
  };
  for (const words of part.querySelectorAll("[data-only-if]")) words.hidden = true;
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
  refresh();
}

for (const form of document.querySelectorAll("form[data-keying]")) keyIn(form);
