// How each type of question is answered: big buttons, two taps to a photo, a place of the estate.
import { MOST_OF, optionsLeft, optionsOpen } from "./checking.mjs";
import { fill, h } from "./dom.mjs";
import { audio, barcode, clock, geopoint, range, rank } from "./more_controls.mjs";
import { photos, signature } from "./photo_controls.mjs";
import { app, moment } from "./state.mjs";
import { said, t } from "./words.mjs";

const MOST_PLACES = 30;

/** Draw the control of a question.
 *
 * `give(value)` keeps an answer; `choose(value)` keeps it and goes on. `scope` says where
 * answers are kept and what there is to choose from; `scope.wait(promise)` holds up the way on.
 */
export function control(question, { value, give, choose, scope }) {
  const draw = DRAW[question.type] || typed;
  return draw(question, { value, give, choose, scope });
}

function typed(question, { value, give }) {
  const attributes = { id: "answer", value: value ?? "", maxlength: question.most || MOST_OF.text };
  const listen = { oninput: (event) => give(event.target.value.trim() || undefined) };
  if (question.type === "date") return h("input", { ...attributes, ...listen, type: "date" });
  if (question.type === "phone" || question.binds === "contact.phone") {
    return h("input", { ...attributes, ...listen, type: "tel", autocomplete: "off" });
  }
  const area = h("textarea", { id: "answer", maxlength: attributes.maxlength, rows: 4, ...listen });
  area.value = attributes.value;
  return area;
}

function number(question, { value, give }) {
  return h("input", {
    id: "answer", type: "text", inputmode: "decimal", autocomplete: "off", value: value ?? "",
    oninput: (event) => give(asNumber(event.target.value)),
  });
}

/** What was typed as a number; as text when it is none, so that it can be shown and corrected. */
export function asNumber(typedText) {
  const text = typedText.normalize("NFKC").trim();
  if (!text) return undefined;
  return /^-?[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : text;
}

/** The options that are open; with `options_from`, those chosen there. */
function optionsOf(question, { answers, around = {}, questions }) {
  const all = { ...around, ...answers };
  if (!question.options_from) return optionsLeft(question, all, { today: moment() });
  const open = optionsOpen(question, all);
  const source = find(questions, question.options_from);
  return ((source && source.options) || []).filter((option) => open.includes(option.code));
}

/** A question by its code, in groups and repeats too. */
export function find(questions, code) {
  for (const one of questions) {
    if (one.code === code) return one;
    const below = one.questions && find(one.questions, code);
    if (below) return below;
  }
  return undefined;
}

function selectOne(question, { value, choose, scope }) {
  const options = optionsOf(question, scope).map((option) =>
    h("button", {
      type: "button", class: "btn btn--big btn--wide option", "aria-pressed": String(option.code === value),
      onclick: () => choose(option.code),
    }, said(option.label)));
  return h("div", { class: "options", role: "group", "aria-labelledby": "title" }, options);
}

function selectMany(question, { value, give, scope }) {
  const chosen = new Set(value || []);
  const boxes = optionsOf(question, scope).map((option) => {
    const box = h("input", {
      type: "checkbox", value: option.code, checked: chosen.has(option.code),
      onchange: () => {
        if (box.checked) chosen.add(option.code);
        else chosen.delete(option.code);
        give(chosen.size ? [...chosen] : undefined);
      },
    });
    return h("div", {}, h("label", {}, box, said(option.label)));
  });
  return h("div", { class: "choices", role: "group", "aria-labelledby": "title" }, boxes);
}

function location(question, { value, choose, scope }) {
  const places = app.bundle.places.filter(
    (one) => one.community === scope.community && (!question.place_kind || one.kind === question.place_kind),
  );
  const list = h("div", { class: "options", role: "group", "aria-labelledby": "title" });
  const draw = (text) => {
    const found = places.filter((one) => one.label.includes(text)).slice(0, MOST_PLACES);
    fill(list, found.map((one) =>
      h("button", {
        type: "button", class: "btn btn--big btn--wide option", "aria-pressed": String(one.code === value),
        onclick: () => choose(one.code),
      }, one.label)));
    if (!found.length) list.append(h("p", { class: "soft" }, t("nothing_found")));
  };
  draw("");
  if (places.length <= 8) return list;
  const search = h("input", {
    type: "search", "aria-label": t("find_place"), placeholder: t("find_place"),
    oninput: () => draw(search.value.trim()),
  });
  return h("div", { class: "stack--tight" }, search, list);
}

function note() {
  return null;
}

const DRAW = {
  number, range, time: clock, datetime: clock, barcode, select_one: selectOne, select_many: selectMany,
  rank: rank((question, scope) => optionsOf(question, scope).map(({ code, label }) => ({ code, words: said(label) }))),
  photo: photos, signature, audio, location, geopoint, note,
};

/** An answer in words, for the review and for who looks at it later. */
export function inWords(question, value, questions) {
  if (value === undefined || value === null || value === "") return "";
  const labels = (codes) => codes.map((code) => {
    const source = question.options_from ? find(questions, question.options_from) : question;
    const option = ((source && source.options) || []).find((one) => one.code === code);
    return option ? said(option.label) : code;
  });
  if (question.type === "select_one") return labels([value])[0];
  if (question.type === "select_many") return labels(value).join(" · ");
  if (question.type === "rank") return labels(value).join(" → ");
  if (question.type === "audio") return t("voice_kept");
  if (question.type === "geopoint") return t("point_kept");
  if (question.type === "photo") return t("photos_count", { count: value.length });
  if (question.type === "signature") return t("signed");
  if (question.type === "repeat") return t("entries_count", { count: value.length });
  if (question.type === "location") {
    const place = app.bundle && app.bundle.places.find((one) => one.code === value);
    return place ? place.label : value;
  }
  return String(value);
}
