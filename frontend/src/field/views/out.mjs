// Signing out, and what is there for who is signed out.
import { addressOf } from "../addresses.mjs";
import { button, card, h, icon, link, toast } from "../dom.mjs";
import { storageTrouble } from "../kept.mjs";
import { app, now, waiting } from "../state.mjs";
import { Said, Silent, ask } from "../talk.mjs";
import { sendAll, settled, signOut } from "../upload.mjs";
import { t } from "../words.mjs";

const OWED = "linli-field-sign-out"; // the house could not be told yet

export function out() {
  const left = waiting().length;
  const leave = async () => {
    owe(true);
    await settled();
    await signOut();
    await tellHouse();
    window.location.hash = "#/";
  };
  return {
    title: t("sign_out"),
    back: "#/",
    tab: "",
    isLive: true,
    body: [
      left > 0 && toast(storageTrouble() ? t(`storage_${storageTrouble()}`) : t("unsent_stay", { count: left }), "warning"),
      h("p", {}, t("sign_out_explained")),
      left > 0 && button(t("send_now"), sendAll, { kind: "primary wide big", picture: icon("upload") }),
      button(left ? t("sign_out_all_the_same") : t("sign_out"), leave, { kind: "wide big", picture: icon("log-out") }),
      link(t("stay"), "#/", { kind: "wide big" }),
    ],
  };
}

/** End the log-in at the house, too, as soon as it can be reached; false while that is owed. */
export async function tellHouse() {
  if (!isOwed()) return true;
  try {
    await ask(addressOf("log_out"), { method: "POST", type: "application/x-www-form-urlencoded" });
  } catch (fault) {
    if (fault instanceof Silent) return false;
    if (!(fault instanceof Said)) throw fault; // it answers with a page: the log-in is over
  }
  owe(false);
  return true;
}

function isOwed() {
  try {
    return localStorage.getItem(OWED) !== null;
  } catch {
    return false; // storage is forbidden
  }
}

function owe(isOwing) {
  try {
    if (isOwing) localStorage.setItem(OWED, "1");
    else localStorage.removeItem(OWED);
  } catch {
    // Storage is forbidden: it is told at once, or not at all.
  }
}

function clock() {
  return now().slice(0, 16).replace("T", " ");
}

export function signedOut(address) {
  return {
    title: t("at_the_door"),
    body: [card(
      "",
      app.isOver && toast(t("clock_says_over", { now: clock() }), "warning"),
      h("p", {}, app.isSignedOut || app.isOnline ? t("sign_in_first") : t("nothing_taken_along")),
      app.others > 0 && h("p", { class: "soft" }, t("some_wait", { count: app.others })),
      app.trouble && toast(app.trouble, "warning"),
      link(t("sign_in"), address, { kind: "primary wide big", picture: icon("log-in") }),
    )],
  };
}
