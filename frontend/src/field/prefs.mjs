// Large type and language: switched at once, here; the house is told when it can be reached.
import { addressOf } from "./addresses.mjs";
import { app } from "./state.mjs";
import { speak } from "./words.mjs";

const KEPT = "linli-field-prefs";

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || {};
  } catch {
    return {}; // storage is forbidden: the page's own attributes hold
  }
}

function write(prefs) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(prefs));
  } catch {
    // The choice holds until the page is closed.
  }
}

/** What was chosen on this phone, else what the page says. */
export function prefs() {
  const page = document.documentElement;
  const asDrawn = { size: page.dataset.size || "ordinary", language: page.lang === "en" ? "en" : "zh-hans" };
  return { ...asDrawn, ...read() };
}

/** Draw large or ordinary letters, in the language that was chosen. */
export function apply() {
  const { size, language } = prefs();
  speak(language);
  if (size === "large") document.documentElement.dataset.size = "large";
  else delete document.documentElement.dataset.size;
}

/** Choose "size" or "language" here, and tell the house. */
export function turn(name, to) {
  const { untold = {} } = read();
  write({ ...read(), [name]: to, untold: { ...untold, [name]: to } });
  apply();
  return agree();
}

/** Tell the house what was chosen here; take over what was chosen on its other pages. */
export async function agree() {
  const { untold = {} } = read();
  try {
    for (const [name, to] of Object.entries(untold)) {
      await fetch(addressOf(name, { to }), { credentials: "same-origin" });
    }
  } catch {
    return; // no signal: told the next time
  }
  if (app.bundle) Object.assign(app.bundle, untold);
  if (app.bundle) write({ size: app.bundle.size, language: app.bundle.language, untold: {} });
}
