// Raise a matter for whoever stands at the door: typed, with photos, kept as a draft at every letter.
import { faultOf } from "../checking.mjs";
import { control, inWords } from "../controls.mjs";
import { button, card, field, fill, h, icon, toast, twice } from "../dom.mjs";
import { discard, matterDraft, save } from "../draft.mjs";
import { photos } from "../photo_controls.mjs";
import { finishMatter } from "../record.mjs";
import { app, campaignOf, doorOf, today } from "../state.mjs";
import { said, t } from "../words.mjs";
import { callsOf } from "./calls.mjs";
import { notHere } from "./nothing.mjs";
import { refusalOf } from "./review.mjs";

const SPOTS = ["door", "entrance", "building"];

export async function matter([campaignId, doorId], redraw) {
  const { campaign, here } = whereabouts(Number(campaignId), Number(doorId));
  if (!here) return notHere("#/");
  const draft = await matterDraft(campaign, here);
  const kinds = app.bundle.kinds[campaign.community] || [];
  const home = `#/door/${campaign.id}/${here.id}`;
  const more = h("div", {});
  const fault = h("p", { class: "field__error", role: "alert" });
  const chosen = () => kinds.find((kind) => kind.code === draft.kind);
  const drawMore = () => fill(more, asks(chosen(), draft));
  let pending; // a photo that is still being shrunk
  const keep = async () => {
    const work = pending;
    pending = undefined; // what went wrong once does not hold up the next try
    await work;
    fault.textContent = wrongIn(draft, chosen());
    if (fault.textContent) return;
    await finishMatter(draft, saidIn(draft, chosen()));
    window.location.hash = home;
  };
  const throwAway = () => discard(draft).then(() => (window.location.hash = home));
  drawMore();
  return {
    title: t("raise_matter"),
    sub: here.label,
    back: home,
    tab: "",
    body: [
      draft.refusal && refusalOf(draft.refusal),
      callsOf(campaign.id),
      card("", fields(draft, { kinds, here, drawMore, more }), photosOf(draft, (work) => (pending = work)), fault,
        button(t("keep"), keep, { kind: "primary wide big", picture: icon("check") })),
      twice(t("throw_away_matter"), t("really_throw_away"), throwAway, { kind: "bad wide" }),
    ],
  };
}

/** The door; one that is not mine any more is as its draft knows it, so that it can be finished. */
function whereabouts(campaignId, doorId) {
  const campaign = campaignOf(campaignId);
  const here = campaign && doorOf(campaign, doorId);
  const begun = app.drafts.find((each) => each.what === "matter" && each.campaign === campaignId && each.door === doorId);
  if (here || !begun) return { campaign, here };
  const { title: label, name, community } = begun;
  return { campaign: { id: campaignId, community }, here: { id: doorId, label, name } };
}

function fields(draft, { kinds, here, drawMore, more }) {
  const typed = (name) => ({ oninput: (event) => put(draft, name, event.target.value) });
  const text = h("textarea", { rows: 4, maxlength: 4000, ...typed("text") });
  text.value = draft.text;
  const choose = (event) => {
    for (const code of Object.keys(draft.answers)) delete draft.answers[code];
    put(draft, "kind", event.target.value);
    drawMore();
  };
  const kind = h("select", { onchange: choose }, h("option", { value: "" }, t("not_sure")), byCategory(kinds));
  kind.value = draft.kind;
  const spot = h("select", typed("where"), SPOTS.filter((each) => each === "door" || here[each]).map((each) =>
    h("option", { value: each }, each === "door" ? here.label : `${t(`at_${each}`)} ${here[each]}`)));
  spot.value = draft.where;
  const name = h("input", { type: "text", value: draft.name, maxlength: 60, autocomplete: "off", ...typed("name") });
  const phone = h("input", { type: "tel", value: draft.phone, maxlength: 40, autocomplete: "off", ...typed("phone") });
  return [
    field(t("what_is_it"), text, { id: "text" }),
    field(t("kind"), kind, { id: "kind", optional: true }),
    more,
    field(t("where"), spot, { id: "spot" }),
    field(t("reporter_name"), name, { id: "name", optional: true }),
    field(t("reporter_phone"), phone, { id: "phone", optional: true, help: t("phone_help") }),
  ];
}

function put(draft, name, value) {
  draft[name] = value;
  return save(draft);
}

/** Photos of the matter: named "photo-0", "photo-1" …, never twice. */
function photosOf(draft, wait) {
  const newName = () => {
    const names = draft.pictures.photo || [];
    draft.pictures.photo = [...names, `photo-${names.length}`];
    return `photo-${names.length}`;
  };
  return photos({ code: "photo" }, {
    value: draft.photos,
    give: (names) => put(draft, "photos", names || []),
    scope: { uid: draft.uid, id: "photos", newName, wait },
  });
}

function byCategory(kinds) {
  const groups = new Map();
  for (const kind of kinds) groups.set(said(kind.category), [...(groups.get(said(kind.category)) || []), kind]);
  return [...groups].map(([label, all]) => h(
    "optgroup", { label }, all.map((kind) => h("option", { value: kind.code }, said(kind.label))),
  ));
}

/** A kind's own questions, all on this page: there are few, and they are about the matter. */
function asks(kind, draft) {
  if (!kind) return [];
  const warn = kind.call_first ? [toast(t("call_first", { number: kind.call_first }), "error")] : [];
  return [...warn, ...kind.questions.map((question) => ask(question, draft))];
}

function ask(question, draft) {
  const { answers } = draft;
  const place = h("fieldset", { class: "field" });
  const draw = () => {
    const give = (value) => {
      if (value === undefined) delete answers[question.code];
      else answers[question.code] = value;
      return save(draft);
    };
    const choose = (value) => {
      give(value);
      draw();
    };
    const scope = { answers, questions: [question], community: draft.community };
    const drawn = control(question, { value: answers[question.code], give, choose, scope });
    if (drawn.id === "answer") {
      drawn.id = `f-${question.code}`;
      drawn.setAttribute("aria-label", said(question.label));
    }
    fill(place, h("legend", {}, said(question.label)), drawn);
  };
  draw();
  return place;
}

function wrongIn({ text, answers }, kind) {
  if (!text.trim()) return t("say_what");
  const faults = (kind ? kind.questions : []).map((each) => [each, faultOf(asText(each), answers, { today: today() })]);
  const wrong = faults.find((pair) => pair[1]);
  return wrong ? `${said(wrong[0].label)}: ${wrong[1]}` : "";
}

/** A kind asks for a phone number; to a form it is a text. */
function asText(question) {
  return question.type === "phone" ? { ...question, type: "text" } : question;
}

function saidIn({ text, answers, photos: names }, kind) {
  const rows = kind ? kind.questions.map((each) => [said(each.label), inWords(each, answers[each.code], kind.questions)]) : [];
  return [
    [t("what_is_it"), text.trim()], [t("kind"), kind ? said(kind.label) : t("not_sure")],
    ...rows.filter((pair) => pair[1]), ...(names.length ? [[t("photo"), t("photos_count", { count: names.length })]] : []),
  ];
}
