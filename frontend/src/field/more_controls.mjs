// Controls of the rarer questions: a scale, an order, a time, a code, a voice, a point.
import { canRecord, recorderBox } from "../recorder.mjs";
import { button, fill, h, icon } from "./dom.mjs";
import { dropPhoto, keepPhoto, photo } from "./kept.mjs";
import { scan } from "./scan.mjs";
import { app } from "./state.mjs";
import { t } from "./words.mjs";

const MOST_STEPS_SHOWN = 11; // more of them are typed
const WAIT_FOR_POSITION_MS = 20_000;

/** A number of a scale: buttons while they are few. */
export function range(question, { value, give, choose }) {
  const [least, most, step] = question.scale;
  const count = step ? Math.floor((most - least) / step + 1e-9) + 1 : Infinity;
  if (count > MOST_STEPS_SHOWN) {
    return h("input", {
      id: "answer", type: "number", inputmode: "decimal", min: least, max: most, step: step || "any", value: value ?? "",
      oninput: ({ target }) => give(target.value === "" ? undefined : Number(target.value)),
    });
  }
  const steps = Array.from({ length: count }, (_none, at) => Number((least + at * step).toFixed(9)));
  return h("div", { class: "options options--line", role: "group", "aria-labelledby": "title" }, steps.map((number) =>
    h("button", {
      type: "button", class: "btn btn--big option", "aria-pressed": String(number === value),
      onclick: () => choose(number),
    }, String(number))));
}

/** An order: one taps first what comes first; a second tap takes it out again. */
export function rank(options) {
  return (question, { value, give, scope }) => {
    const all = options(question, scope);
    let order = (value || []).filter((code) => all.some((option) => option.code === code));
    const list = h("div", { class: "options", role: "group", "aria-labelledby": "title" });
    const tap = (code) => {
      order = order.includes(code) ? order.filter((one) => one !== code) : [...order, code];
      give(order.length ? order : undefined);
      draw();
    };
    const draw = () => fill(list, all.map((option) => {
      const at = order.indexOf(option.code);
      return h("button", {
        type: "button", class: "btn btn--big btn--wide option", "aria-pressed": String(at >= 0), onclick: () => tap(option.code),
      }, at >= 0 ? `${at + 1}. ${option.words}` : option.words);
    }));
    draw();
    return list;
  };
}

/** A day and a time, or a time alone, as the phone itself asks for them. */
export function clock(question, { value, give }) {
  const type = question.type === "time" ? "time" : "datetime-local";
  return h("input", { id: "answer", type, value: value ?? "", oninput: ({ target }) => give(target.value || undefined) });
}

/** A code: read by the camera where the browser can, else typed. */
export function barcode(question, { value, give }) {
  const typed = h("input", {
    id: "answer", type: "text", autocomplete: "off", maxlength: question.most || 200, value: value ?? "",
    oninput: ({ target }) => give(target.value.trim() || undefined),
  });
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return typed;
  const video = h("video", { hidden: true, playsinline: true });
  let stop = null;
  const look = async () => {
    if (stop) return stop.abort();
    stop = new AbortController();
    video.hidden = false;
    try {
      const formats = await window.BarcodeDetector.getSupportedFormats();
      const seen = await scan(video, stop.signal, formats);
      if (seen) {
        typed.value = seen;
        give(seen);
      }
    } finally {
      video.hidden = true;
      stop = null;
    }
    return undefined;
  };
  return h("div", { class: "stack--tight" }, button(t("scan_code"), look, { kind: "big wide", picture: icon("camera") }), video, typed);
}

/** A voice, kept like a photo. */
export function audio(question, { value, give, scope }) {
  const keep = async (blob) => {
    const name = scope.newName(question.code);
    await keepPhoto(scope.uid, name, blob);
    for (const before of value || []) await dropPhoto(scope.uid, before);
    value = [name];
    await give([name]);
  };
  const clear = async () => {
    for (const name of value || []) await dropPhoto(scope.uid, name);
    value = undefined;
    await give(undefined);
  };
  if (!canRecord()) {
    return h("input", {
      type: "file", accept: "audio/*", capture: "microphone", id: "answer",
      onchange: ({ target }) => target.files.length && scope.wait(keep(target.files[0])),
    });
  }
  const words = Object.fromEntries(
    ["record", "stop", "again", "listen", "no_microphone"].map((word) => [word, t(`voice_${word}`)]),
  );
  return recorderBox({
    words, clear,
    load: () => (value && value.length ? photo(scope.uid, value[0]) : null),
    keep: (blob) => {
      const kept = keep(blob);
      scope.wait(kept);
      return kept;
    },
  });
}

/** A point on the estate's plan; where the phone is, only after a tap. */
export function geopoint(question, { value, give, scope }) {
  const shapes = ((app.bundle && app.bundle.plan) || []).filter((shape) => shape.community === scope.community);
  const said = h("p", { class: "soft", role: "status" }, value ? t("point_kept") : "");
  const put = async (point) => {
    await give(point);
    said.textContent = point ? t("point_kept") : "";
  };
  const here = button(t("point_here"), () => {
    said.textContent = t("point_waiting");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => put(`@${cut(coords.latitude)} ${cut(coords.longitude)}`),
      () => (said.textContent = t("point_unknown")),
      { enableHighAccuracy: true, timeout: WAIT_FOR_POSITION_MS, maximumAge: 0 },
    );
  }, { kind: "big wide", picture: icon("map-pin") });
  return h("div", { class: "stack--tight" },
    shapes.length > 0 && planOf(shapes, value, put), navigator.geolocation && here,
    button(t("remove"), () => put(undefined), { kind: "small" }), said);
}

// Five decimals are a metre; nothing is rounded, so that phone and house say the same.
function cut(degrees) {
  return degrees.toFixed(9).replace(/(\.[0-9]{5}).*$/, "$1");
}

const SVG = "http://www.w3.org/2000/svg";

function drawn(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function planOf(shapes, value, put) {
  const right = Math.max(...shapes.map(({ x, w }) => x + w)) + 10;
  const bottom = Math.max(...shapes.map(({ y, h: height }) => y + height)) + 10;
  const plan = drawn("svg", { class: "plan", viewBox: `0 0 ${right} ${bottom}`, role: "img" });
  plan.setAttribute("aria-label", t("point_plan"));
  for (const { x, y, w, h: height, label } of shapes) {
    const name = drawn("text", { x: x + w / 2, y: y + height / 2 });
    name.textContent = label;
    plan.append(drawn("rect", { x, y, width: w, height, rx: 3 }), name);
  }
  const mark = drawn("circle", { class: "plan__spot", r: 4, visibility: "hidden" });
  plan.append(mark);
  const show = (point) => {
    const [x, y] = point.split(" ");
    for (const [key, at] of Object.entries({ cx: x, cy: y, visibility: "visible" })) mark.setAttribute(key, at);
  };
  plan.addEventListener("click", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(plan.getScreenCTM().inverse());
    const point = [at.x, at.y].map((side) => Math.max(0, side).toFixed(1)).join(" ");
    show(point);
    put(point);
  });
  if (value && !value.startsWith("@")) show(value);
  return plan;
}
