// One door: what is known, and what came of knocking.
import { button, card, h, icon, link, row, toast, twice } from "../dom.mjs";
import { begin, discard, keptDraft } from "../draft.mjs";
import { boundQuestions } from "../flow.mjs";
import { inWords } from "../controls.mjs";
import { finish } from "../record.mjs";
import { campaignOf, doorOf, doorsOf, nextDoor, shortLabel } from "../state.mjs";
import { said, t } from "../words.mjs";
import { hints, stateTag } from "./doors.mjs";
import { notHere } from "./nothing.mjs";

const SURE = ["refused", "moved", "vacant"]; // they end the visits to a door: asked once more

export async function door([campaignId, doorId], redraw) {
  const campaign = campaignOf(campaignId);
  const here = campaign && doorOf(campaign, doorId);
  if (!here) return notHere("#/");
  const draft = await keptDraft(campaign, here.id);
  const note = h("input", { type: "text", id: "note", maxlength: 200, value: "" });
  return {
    title: here.label,
    sub: here.name,
    back: `#/round/${campaign.id}`,
    tab: "",
    body: [
      h("p", {}, stateTag(here, campaign)),
      hints(here),
      draft && draftCard(draft, redraw),
      !draft && outcomes(campaign, here, note),
      facts(campaign, here),
      card("", h("label", { for: "note", class: "field__label" }, t("note_for_next")), note),
      more(campaign, here),
    ],
  };
}

function draftCard(draft, redraw) {
  const throwAway = () => discard(draft).then(redraw);
  return h(
    "section", { class: "card card--call stack--tight" },
    h("p", {}, t("visit_begun")),
    link(t("go_on"), `#/visit/${draft.campaign}/${draft.door}`, { kind: "primary wide big", picture: icon("pencil") }),
    twice(t("throw_away"), t("really_throw_away"), throwAway, { kind: "bad wide" }),
  );
}

function outcomes(campaign, here, note) {
  const end = (outcome) => async () => {
    await finish({ campaign, door: here, outcome, note: note.value });
    window.location.hash = `#/done/${campaign.id}/${here.id}`;
  };
  const start = (outcome) => async () => {
    if (!campaign.questions.length) return end(outcome)();
    await begin({ campaign, door: here, outcome, note: note.value });
    window.location.hash = `#/visit/${campaign.id}/${here.id}`;
    return undefined;
  };
  const sure = (outcome) =>
    twice(t(`outcome_${outcome}`), t("tap_again", { word: t(`outcome_${outcome}`) }), end(outcome), { kind: "big" });
  return h(
    "div", { class: "outcomes" },
    button(t("outcome_met"), start("met"), { kind: "primary big wide", picture: icon("door-open") }),
    button(t("outcome_absent"), end("absent"), { kind: "big wide", picture: icon("door-closed") }),
    button(t("outcome_phone"), start("phone"), { kind: "big" }),
    SURE.map(sure),
  );
}

function facts(campaign, here) {
  const known = boundQuestions(campaign.questions).filter((one) => here.known[one.binds] !== undefined);
  if (!known.length) return null;
  return card(t("what_we_know"), h("dl", { class: "facts" }, known.map((one) => [
    h("dt", {}, said(one.label)),
    h("dd", {}, inWords(one, here.known[one.binds], campaign.questions)),
  ])));
}

function more(campaign, here) {
  const to = (page) => `#/${page}/${campaign.id}/${here.id}`;
  return card("", h(
    "ul", { class: "rows" },
    row({ href: to("matter"), title: t("raise_matter"), lead: icon("message-square-plus") }),
    row({ href: to("key"), title: t("hand_over_key"), lead: icon("key-round") }),
    row({ href: to("who"), title: t("who_answers"), lead: icon("users") }),
  ));
}

/** Kept; on to the next door in one tap. */
export function done([campaignId, doorId]) {
  const campaign = campaignOf(campaignId);
  const head = { title: t("kept_title"), tab: "", isLive: true };
  if (!campaign) return { ...head, back: "#/", body: [toast(t("kept_words"))] };
  const next = nextDoor(doorsOf(campaign), doorId);
  const anyone = campaign.targets === "anyone";
  return {
    ...head,
    back: `#/round/${campaign.id}`,
    body: [
      toast(t("kept_words")),
      anyone && link(t("new_voice"), `#/visit/${campaign.id}/0`, { kind: "primary wide big" }),
      next && link(t("next_door", { door: shortLabel(next) }), `#/door/${campaign.id}/${next.id}`, {
        kind: "primary wide big", picture: icon("arrow-right"),
      }),
      !next && !anyone && h("p", {}, t("all_visited")),
      link(t("to_my_doors"), `#/round/${campaign.id}`, { kind: "wide big" }),
    ],
  };
}
