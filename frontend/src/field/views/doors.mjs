// My doors of a round in walking order: by entrance, by floor.
import { card, empty, h, icon, link, row, tag, toast, twice } from "../dom.mjs";
import { nobodyHome } from "../record.mjs";
import { byStairs, campaignOf, colourOf, doorsOf, shortLabel, stillOpen } from "../state.mjs";
import { t } from "../words.mjs";
import { notHere } from "./nothing.mjs";

let showsAll = false;

export function doors([campaignId], redraw) {
  const campaign = campaignOf(campaignId);
  if (!campaign) return notHere("#/");
  const mine = doorsOf(campaign);
  const open = stillOpen(mine);
  const shown = showsAll ? mine : open;
  return {
    title: campaign.title,
    back: "#/",
    tab: "",
    isLive: true,
    body: [
      notice(campaign),
      campaign.targets === "anyone" && link(t("new_voice"), `#/visit/${campaign.id}/0`, {
        kind: "primary wide big", picture: icon("message-square-plus"),
      }),
      mine.length > 0 && filter(open.length, mine.length, redraw),
      mine.length > 0 && !shown.length && card("", empty(t("all_visited"), null, icon("circle-check"))),
      byStairs(shown).map((stair) => stairCard(stair, campaign, redraw)),
    ],
  };
}

function notice(campaign) {
  return h(
    "details", { class: "card notice" },
    h("summary", {}, icon("chevron-down"), t("what_to_say")),
    campaign.about && h("p", {}, campaign.about),
    h("p", { class: "soft" }, `${campaign.purpose} · ${campaign.basis}`),
    campaign.notice && h("p", { class: "soft" }, campaign.notice),
  );
}

function filter(open, all, redraw) {
  const choose = (to) => () => {
    showsAll = to;
    redraw();
  };
  const chip = (label, isOn, onclick) =>
    h("button", { type: "button", class: "chip", "aria-pressed": String(isOn), onclick }, label);
  return h(
    "div", { class: "filters", role: "group", "aria-label": t("which_doors") },
    chip(t("still_to_visit", { count: open }), !showsAll, choose(false)),
    chip(t("all_doors", { count: all }), showsAll, choose(true)),
  );
}

function stairCard(stair, campaign, redraw) {
  return h(
    "section", { class: "card" },
    stair.title && h("h2", {}, stair.title),
    stair.floors.map((floor) => floorPart(floor, campaign, redraw)),
  );
}

function floorPart({ floor, doors: onFloor }, campaign, redraw) {
  const open = onFloor.filter((door) => door.is_open);
  const closeAll = async () => {
    await nobodyHome(campaign, open);
    redraw();
  };
  return [
    floor !== null && h(
      "div", { class: "line line--apart floor-head" },
      h("h3", {}, t("floor", { floor })),
      open.length > 1 && twice(t("nobody_on_floor"), t("really_nobody", { count: open.length }), closeAll, {
        kind: "small bare",
      }),
    ),
    h("ul", { class: "rows" }, onFloor.map((door) => doorRow(door, campaign))),
  ];
}

function doorRow(door, campaign) {
  const soft = [door.name, door.due_on && t("due", { day: door.due_on }), door.note].filter(Boolean).join(" · ");
  return row({
    href: `#/door/${campaign.id}/${door.id}`,
    title: h("span", { class: "door" }, shortLabel(door)),
    soft,
    tag: stateTag(door, campaign),
  });
}

/** A door's state in word and colour. Of standing visits, one that is due is to be visited again. */
export function stateTag(door, campaign) {
  const isDue = campaign.is_standing && door.is_open && door.state !== "absent";
  const state = isDue ? "to_visit" : door.state;
  const tries = state === "absent" && door.visits > 1 ? ` ×${door.visits}` : "";
  return tag(t(`state_${state}`) + tries + (door.isWaiting ? ` · ${t("kept_here")}` : ""), colourOf(state));
}

export function hints(door) {
  const lines = [door.note, door.state === "absent" && door.try_at && t(`try_${door.try_at}`)].filter(Boolean);
  return lines.map((line) => toast(line, "warning"));
}
