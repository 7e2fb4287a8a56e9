// Keys for the desk: / searches, n begins a new one, j and k move, Enter opens, Ctrl Enter sends,
// ? helps.
import { isComposing } from "./composing.mjs";

const CHOSEN = "is-chosen";

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]");
}

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function chosen() {
  return document.querySelector(`[data-row].${CHOSEN}`);
}

function linkOf(row) {
  return row.querySelector("a[data-open]") || row.querySelector("a");
}

function choose(row) {
  const before = chosen();
  if (before) before.classList.remove(CHOSEN);
  row.classList.add(CHOSEN);
  const link = linkOf(row);
  if (link) link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(chosen());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  choose(all[Math.min(Math.max(next, 0), all.length - 1)]);
}

function follow(selector) {
  const element = document.querySelector(selector);
  if (element) element.click();
}

const ACTIONS = {
  "/": () => {
    const box = document.querySelector("[data-key-search]");
    if (box) {
      box.focus();
      box.select();
    }
  },
  n: () => follow("[data-key-new]"),
  j: () => move(1),
  k: () => move(-1),
  x: () => {
    const box = chosen() && chosen().querySelector("input[type=checkbox]");
    if (box) box.click();
  },
  "?": () => {
    const help = document.getElementById("keys-help");
    if (help && help.showModal && !help.open) help.showModal();
  },
};

// Ctrl Enter presses the form's own button from any of its fields.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
  const form = event.target.closest("form");
  const button = form && form.querySelector("button.btn--primary, button:not([formaction]):not([type=button])");
  if (!button) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isComposing(event)) return;
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const action = ACTIONS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

// A row opens its thing wherever it is clicked, yet never steals a click on a control.
document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || event.target.closest("a, button, input, label, select, summary")) return;
  if (String(window.getSelection())) return;
  const link = linkOf(row);
  if (link) link.click();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (!opener) return;
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog || !dialog.showModal) return;
  event.preventDefault();
  dialog.showModal();
});

document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-check-all]");
  if (!all) return;
  for (const box of document.querySelectorAll(`input[name="${all.dataset.checkAll}"]`)) {
    box.checked = all.checked;
  }
});
