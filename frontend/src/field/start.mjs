// The frame: which page is shown, the line that tells what waits, and what happens when the phone
// is opened, comes back to the front, or finds signal again.
import { addressOf, knowAddresses } from "./addresses.mjs";
import { button, fill, h, icon, link, toast, useSprite } from "./dom.mjs";
import { leave } from "./draft.mjs";
import { countWaiting, goOnWithout, isHeldByMemory, storageTrouble } from "./kept.mjs";
import { agree, apply, prefs, turn } from "./prefs.mjs";
import { changed, onChange, reload } from "./reload.mjs";
import { app, endsAt, isLoginOver, refused, waiting } from "./state.mjs";
import { refresh, sendAll, settled } from "./upload.mjs";
import { keptBundle } from "./vault.mjs";
import { door, done } from "./views/door.mjs";
import { doors } from "./views/doors.mjs";
import { key } from "./views/key.mjs";
import { matter } from "./views/matter.mjs";
import { notHere } from "./views/nothing.mjs";
import { out, signedOut, tellHouse } from "./views/out.mjs";
import { rounds } from "./views/rounds.mjs";
import { visit } from "./views/visit.mjs";
import { waiting as waitingPage, waitingOne } from "./views/waiting.mjs";
import { who } from "./views/who.mjs";
import { know, t } from "./words.mjs";

const PAGES = { "": rounds, round: doors, door, visit, done, waiting: waitingPage, who, key, matter, out };
const A_MINUTE_MS = 60000;

const setup = JSON.parse(document.getElementById("setup").textContent);
const place = (id) => document.getElementById(id);
let shown = null; // the page on the screen
let asked = 0; // how many pages were asked for: a slow one may not overwrite a later one

/** Open the app. */
export async function start() {
  useSprite(setup.icons);
  know(setup.words);
  knowAddresses(setup.addresses);
  apply();
  if (!window.isSecureContext || !crypto.subtle) {
    return show({ title: t("at_the_door"), body: [toast(t("not_secure"), "error")] });
  }
  listen();
  await openKept();
  beOffline();
  await reload();
  if (app.bundle) await page();
  else show({ title: t("at_the_door"), body: [h("p", {}, t("loading"))] });
  await meet();
  return undefined;
}

/** What this phone kept; a browser that keeps nothing goes on in this page's memory. */
async function openKept() {
  try {
    const { bundle, until, isOver } = await keptBundle();
    app.bundle = bundle;
    app.isOver = isOver;
    endsAt(until);
  } catch (fault) {
    goOnWithout(fault);
  }
}

/** Ask the browser to open this page without signal, and to keep what it keeps. It may say no. */
function beOffline() {
  const asked = [
    navigator.serviceWorker && navigator.serviceWorker.register(addressOf("worker"), { scope: addressOf("scope") }),
    navigator.storage && navigator.storage.persist && navigator.storage.persist(),
  ];
  for (const answer of asked) if (answer) answer.catch((fault) => console.warn(fault));
}

/** A fault that nobody foresaw: a sentence and a way on, never a page that is dead in silence. */
function stumble() {
  app.isStumbling = true;
  drawLine();
}

function listen() {
  onChange(() => {
    drawLine();
    const isOver = shown && shown.isSignedIn && !app.bundle;
    if (isOver || (shown && shown.isLive)) page({ stays: true });
  });
  window.addEventListener("unhandledrejection", stumble);
  window.addEventListener("error", stumble);
  window.addEventListener("beforeunload", askToStay);
  window.addEventListener("hashchange", () => page());
  window.addEventListener("online", () => {
    app.isOnline = true;
    meet();
  });
  window.addEventListener("offline", () => {
    app.isOnline = false;
    changed();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) reload().then(sendAll);
  });
  setInterval(endLogin, A_MINUTE_MS);
}

/** Before the page goes that alone holds what was answered, the browser asks once more. */
function askToStay(event) {
  if (!isHeldByMemory()) return;
  event.preventDefault();
  event.returnValue = true; // what Chrome before 119 and Safari look at
}

/** With signal: take along what is new, send what waits. */
async function meet() {
  const hadNone = !app.bundle;
  if (await tellHouse()) {
    await sendAll();
    if (await refresh()) await agree();
    apply();
  }
  if (hadNone || !app.bundle || !shown || shown.isLive) await page({ stays: true });
  await sendAll();
}

/** The log-in is over by this phone's count: what is known is locked, and the house is asked. */
async function endLogin() {
  if (!app.bundle || !isLoginOver()) return;
  await settled();
  app.bundle = null;
  app.isOver = true;
  await meet();
}

/** Draw the page that the address names. `stays` keeps the place on it. */
async function page({ stays = false } = {}) {
  const mine = (asked += 1);
  const [name, ...parts] = window.location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  if (name !== "visit") leave();
  app.others = await countWaiting(app.bundle && app.bundle.me.id);
  const made = app.bundle ? await pageOf(name, parts) : signedOut(setup.sign_in);
  if (made && mine === asked) show(made, { stays });
}

function pageOf(name, parts) {
  const redraw = () => page({ stays: true });
  if (name === "waiting" && parts.length) return waitingOne(parts, redraw);
  return PAGES[name] ? PAGES[name](parts, redraw) : notHere("#/");
}

function show(made, { stays = false } = {}) {
  const top = window.scrollY;
  shown = { ...made, isSignedIn: Boolean(app.bundle) };
  document.title = `${made.title} · ${t("linli")}`;
  fill(place("head"), head(made));
  fill(place("main"), made.body);
  fill(place("tabs"), app.bundle ? tabs(made.tab) : []);
  if (app.bundle) performance.mark("rounds-shown"); // how long it takes to open is measured
  drawLine();
  window.scrollTo(0, stays ? top : 0);
  if (!stays) place("title").focus({ preventScroll: true });
}

function head(made) {
  const [to, words] = prefs().size === "large" ? ["ordinary", t("standard_type")] : ["large", t("large_type")];
  return [
    h(
      "div", { class: "grow" },
      made.back && h("a", { class: "back", href: made.back }, icon("arrow-left"), t("back")),
      h("h1", { id: "title", tabindex: "-1" }, made.title),
      made.sub && h("p", { class: "soft" }, made.sub),
    ),
    button(words, () => turn("size", to).then(() => page({ stays: true })), { kind: "size", picture: icon("a-large-small") }),
  ];
}

function tabs(current) {
  const count = waiting().length + refused().length;
  const tab = (code, href, picture, label) =>
    h("li", {}, h("a", { href, "aria-current": current === code ? "page" : null }, picture, label));
  return [
    h(
      "ul", {},
      tab("", "#/", icon("footprints"), t("my_rounds")),
      tab("who", "#/who", icon("users"), t("who_answers")),
      tab("waiting", "#/waiting", icon("upload"), count ? t("waiting_tab", { count }) : t("sent_tab")),
    ),
  ];
}

/** The grey line: never a dialog, and gone when there is nothing to tell. */
function drawLine() {
  const words = line();
  fill(place("line"), words);
  place("line").hidden = !words.length;
}

function line() {
  if (app.isStumbling) return [t("stumbled"), button(t("open_again"), () => window.location.reload(), { kind: "small" })];
  if (!app.bundle) return [];
  const count = waiting().length;
  const held = refused().length;
  const words = [
    storageTrouble() && t(`storage_${storageTrouble()}`),
    !app.isOnline && t("no_connection"),
    count > 0 && t(app.isSending ? "sending" : "to_be_sent", { count }),
    held > 0 && t("refused_count", { count: held }),
    app.others > 0 && t("others_wait", { count: app.others }),
  ].filter(Boolean).join(" · ");
  if (!words) return [];
  const isWorthATap = count > 0 || held > 0;
  return isWorthATap ? [link(words, "#/waiting", { kind: "bare small" })] : [words];
}
