// What waits on this phone, what was not taken in and why, and what came back.
import { button, card, empty, h, icon, link, row, tag, toast, twice } from "../dom.mjs";
import { correct } from "../draft.mjs";
import { boundQuestions } from "../flow.mjs";
import { discardAnswer, dismiss, tryAgain } from "../record.mjs";
import { isReadable, photo } from "../kept.mjs";
import { stateOf } from "../send_photos.mjs";
import { app, campaignOf, refused, waiting as waitingOnes } from "../state.mjs";
import { sendAll } from "../upload.mjs";
import { said, t, when } from "../words.mjs";
import { notHere } from "./nothing.mjs";
import { callsOf } from "./calls.mjs";
import { pictures } from "./review.mjs";

export function waiting() {
  const [held, mine] = [refused(), waitingOnes()];
  return {
    title: t("sent_and_waiting"),
    tab: "waiting",
    isLive: true,
    body: [
      app.trouble && toast(app.trouble, "warning"),
      held.length > 0 && card(t("not_taken"), list(held)),
      app.notices.map(noticeCard),
      mine.length > 0 && card(
        t("to_be_sent", { count: mine.length }),
        list(mine),
        button(t("send_now"), sendAll, { kind: "primary wide big", picture: icon("upload") }),
      ),
      app.drafts.length > 0 && card(t("begun"), h("ul", { class: "rows" }, app.drafts.map((one) => row({
        href: draftAddress(one), title: one.title, soft: t(`what_${one.what || "visit"}`), tag: tag(t("begun_tag"), "warn"),
      })))),
      isAllSent() && card("", empty(t(isReadable() ? "all_sent" : "sent_from_here"), null, icon("circle-check"))),
    ],
  };
}

/** Only when the house has taken all, has counted the same pictures, and nothing is to be read. */
function isAllSent() {
  return ![app.answers, app.notices, app.drafts].some((rows) => rows.length);
}

function draftAddress({ what = "visit", campaign, door }) {
  return `#/${what}/${campaign}/${door}`;
}

function list(answers) {
  return h("ul", { class: "rows" }, answers.map((one) => row({
    href: `#/waiting/${one.uid}`,
    title: one.title,
    soft: `${t(`what_${one.what}`)} · ${when(one.at)}${one.refused ? ` · ${one.refused.sentence}` : ""}`,
    tag: one.refused ? tag(t("refused_tag"), "bad") : tag(one.taken ? t("photos_left") : t("waiting_tag"), "mute"),
  })));
}

function noticeCard(notice) {
  const lines = [
    notice.conflicts && notice.conflicts.length && t("in_dispute", { facts: factNames(notice) }),
    notice.is_late && t("came_late"),
    notice.lost && t("pictures_lost", { count: notice.lost }),
    notice.number && t("matter_filed", { number: notice.number, code: notice.follow_code }),
  ].filter(Boolean);
  return h(
    "section", { class: "card card--call stack--tight" },
    h("h2", {}, notice.title),
    lines.map((line) => h("p", {}, line)),
    notice.is_danger && callsOf(notice.campaign),
    button(t("seen"), () => dismiss(notice), { kind: "small" }),
  );
}

/** What is in dispute, as the form calls it. */
function factNames(notice) {
  const campaign = campaignOf(notice.campaign);
  const bound = campaign ? boundQuestions(campaign.questions) : [];
  return notice.conflicts.map((code) => {
    const question = bound.find((one) => one.binds === code);
    return question ? said(question.label) : code;
  }).join(" · ");
}

/** One answer that waits: what it says, why it was refused, and what can be done about it. */
export function waitingOne([uid]) {
  const answer = app.answers.find((one) => one.uid === uid);
  if (!answer) return notHere("#/waiting");
  const gone = async () => {
    await discardAnswer(answer);
    window.location.hash = "#/waiting";
  };
  const again = async () => {
    await tryAgain(answer);
    window.location.hash = "#/waiting";
  };
  const amend = async () => {
    if (await correct(answer)) window.location.hash = `${draftAddress(answer.draft)}${answer.what === "visit" ? "/review" : ""}`;
    else document.getElementById("fault").textContent = t("finish_other_first");
  };
  return {
    title: answer.title,
    sub: `${t(`what_${answer.what}`)} · ${when(answer.at)}`,
    back: "#/waiting",
    tab: "waiting",
    body: [
      answer.refused && toast(answer.refused.sentence, "error"),
      answer.refused && answer.refused.errors.map((line) => h("p", { class: "field__error" }, line)),
      card("", h("dl", { class: "facts" }, answer.said.map(([label, words]) => [h("dt", {}, label), h("dd", {}, words)]))),
      pictures(answer.uid, answer.photos || [], (name) => t(`picture_${stateOf(answer, name)}`)),
      answer.refused && !answer.taken && answer.draft && button(t("correct"), amend, {
        kind: "primary wide big", picture: icon("pencil"),
      }),
      answer.refused && answer.what === "key" && link(t("correct"), `${draftAddress(answer)}/${answer.uid}`, {
        kind: "primary wide big", picture: icon("pencil"),
      }),
      h("p", { class: "field__error", id: "fault", role: "alert" }),
      answer.refused && button(t("try_again"), again, { kind: "wide big", picture: icon("upload") }),
      button(t("save_copy"), () => saveCopy(answer), { kind: "wide", picture: icon("download") }),
      h("p", { class: "soft" }, t("delete_explained")),
      twice(t("delete"), t("really_delete"), gone, { kind: "bad wide" }),
    ],
  };
}

/** Hand the answer over as a file, pictures too: what is deleted here can be typed in elsewhere. */
async function saveCopy(answer) {
  const files = {};
  for (const name of answer.photos || []) {
    const blob = await photo(answer.uid, name).catch(() => null);
    if (blob) files[name] = await asDataAddress(blob);
  }
  const text = JSON.stringify({ ...answer, files }, null, 1);
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const anchor = link("", address, { download: `linli-${answer.uid}.json` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function asDataAddress(blob) {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });
}
