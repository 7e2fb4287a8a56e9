// Draws pages: elements, icons, and the parts that linli.css knows.
import { t } from "./words.mjs";

let sprite = "";

export function useSprite(address) {
  sprite = address;
}

/** h("a", {href, class, onclick}, ...children): false and null are left out. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat(2).filter((one) => one !== null && one !== undefined && one !== false));
  return element;
}

/** A lucide icon; a word always stands beside it. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(svg.namespaceURI, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

/** Put these into an element, instead of what was there. (replaceChildren is younger than the phones
 * that docs/field.md promises.) */
export function fill(element, ...children) {
  element.textContent = "";
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
}

export function button(label, onclick, { kind = "", picture = null, ...more } = {}) {
  const style = kind.split(" ").filter(Boolean).map((one) => ` btn--${one}`).join("");
  return h("button", { type: "button", class: `btn${style}`, onclick, ...more }, picture, label);
}

export function link(label, href, { kind = "", picture = null, ...more } = {}) {
  const style = kind.split(" ").filter(Boolean).map((one) => ` btn--${one}`).join("");
  return h("a", { class: `btn${style}`, href, ...more }, picture, label);
}

/** A button that asks once more in its own words before it acts. */
export function twice(label, asked, onclick, options = {}) {
  const made = button(label, () => {
    if (made.dataset.asked) return onclick();
    made.dataset.asked = "1";
    fill(made, asked);
    return undefined;
  }, options);
  return made;
}

export function card(title, ...children) {
  return h("section", { class: "card" }, title && h("h2", {}, title), children);
}

export function tag(label, colour) {
  return h("span", { class: `tag tag--${colour}` }, label);
}

/** A row that leads somewhere. */
export function row({ href, title, soft, tag: mark, lead }) {
  const body = h(
    "span", { class: "row__body" },
    h("span", { class: "row__title" }, title),
    soft && h("span", { class: "row__soft" }, soft),
  );
  return h("li", {}, h("a", { class: "row", href }, lead, body, mark));
}

export function toast(words, level = "") {
  const style = level ? ` toast--${level}` : "";
  const picture = level ? icon("circle-alert") : icon("circle-check");
  return h("div", { class: `toast${style}` }, picture, h("div", { class: "grow" }, words));
}

export function field(label, control, { help = "", error = "", optional = false, id } = {}) {
  control.id = id;
  if (error) control.setAttribute("aria-invalid", "true");
  const notes = [
    help && h("p", { class: "field__help", id: `${id}-help` }, help),
    error && h("p", { class: "field__error", id: `${id}-error` }, error),
  ].filter(Boolean);
  if (notes.length) control.setAttribute("aria-describedby", notes.map((one) => one.id).join(" "));
  return h(
    "div", { class: "field" },
    h("label", { for: id }, label, optional && h("span", { class: "field__optional" }, t("optional"))),
    control,
    notes,
  );
}

export function empty(words, action, picture = icon("inbox")) {
  return h("div", { class: "empty" }, picture, h("p", {}, words), action);
}
