// Keying a paper sheet in without the mouse: the key that stands beside an answer chooses it, Enter
// goes on, after the last question it goes to the button that keeps the sheet.

import { isComposing } from "./composing.mjs";

const FIELDS = "input:not([type=hidden]):not([type=file]), select, textarea";
const KEYS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"; // as they are printed on the sheet

function standing(form) {
  return [...form.querySelectorAll(".question, .field")].filter(
    (one) => one.offsetParent !== null && !one.querySelector(".question") && one.querySelector(FIELDS),
  );
}

function first(question) {
  return question.querySelector("input:checked") ?? question.querySelector(FIELDS);
}

// A hidden choice keeps its key: the sheet was printed before anybody answered. Places have no keys:
// they are found by their first letters.
function choices(question) {
  if (question.dataset.type === "location") return [];
  return [...question.querySelectorAll("input[type=radio], input[type=checkbox], option")].filter((one) => one.value);
}

function choose(question, key) {
  const chosen = choices(question)[KEYS.indexOf(key.toUpperCase())];
  if (!chosen || chosen.hidden || chosen.closest("[hidden]")) return;
  if (chosen.tagName === "OPTION") chosen.selected = true;
  else {
    chosen.checked = chosen.type === "radio" || !chosen.checked;
    chosen.focus();
  }
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
}

function showKeys(form) {
  for (const question of form.querySelectorAll(".question")) {
    if (question.querySelector(".question")) continue;
    choices(question).forEach((one, at) => {
      const key = KEYS[at];
      if (!key) return;
      if (one.tagName === "OPTION") one.text = `${key} ${one.text}`;
      else {
        const shown = document.createElement("kbd");
        shown.className = "answer-key";
        shown.textContent = key;
        one.after(shown);
      }
    });
  }
}

export function keyIn(form) {
  showKeys(form);
  form.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const question = target.closest(".question, .field");
    if (!question || event.ctrlKey || event.metaKey || event.altKey || isComposing(event)) return;
    const chooses = ["radio", "checkbox"].includes(target.type) || target.tagName === "SELECT";
    if (chooses && /^[1-9a-z]$/i.test(key) && choices(question).length) {
      event.preventDefault();
      choose(question, key);
      return;
    }
    if (key !== "Enter" || event.shiftKey || target.tagName === "BUTTON") return;
    event.preventDefault();
    const all = standing(form);
    const next = all[all.indexOf(question) + 1];
    if (next) first(next).focus();
    else form.querySelector("button[name=then], .btn--primary").focus();
  });
  first(standing(form)[1] ?? standing(form)[0]).focus();
}
