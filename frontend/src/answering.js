// A campaign's form at the desk: a question stands there only while its condition holds, a choice
// only while another answer left it open, and nothing is asked of a door that nobody opened.
// Without this script every question stands there with its condition in words.
import { holds } from "./field/conditions.mjs";
import { keyIn } from "./keying.mjs";

const REACHED = ["met", "phone"];

function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

function valueOf(question) {
  const inputs = [...question.querySelectorAll("input, select, textarea")];
  const type = question.dataset.type;
  if (type === "select_many") return inputs.filter((one) => one.checked).map((one) => one.value);
  if (type === "photo" || type === "signature") {
    return inputs.flatMap((one) => [...(one.files ?? [])].map((file) => file.name));
  }
  const chosen = inputs.find((one) => one.type !== "radio" || one.checked);
  const said = chosen ? chosen.value.trim() : "";
  return type === "number" && said !== "" && !Number.isNaN(Number(said)) ? Number(said) : said;
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
    else if (type === "repeat") {
      for (const row of question.querySelectorAll("[data-repeat-row]")) show(row, { ...answers });
    } else answers[code] = valueOf(question);
    narrow(question, answers);
  }
}

function narrow(question, answers) {
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
