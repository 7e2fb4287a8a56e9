// Raise a matter for whoever stands at the door.
import { faultOf } from "../checking.mjs";
import { control, inWords } from "../controls.mjs";
import { button, card, field, h, icon, toast } from "../dom.mjs";
import { keepOther } from "../record.mjs";
import { app, campaignOf, doorOf, today } from "../state.mjs";
import { said, t } from "../words.mjs";
import { notHere } from "./nothing.mjs";

const SPOTS = ["door", "entrance", "building"];

export function matter([campaignId, doorId]) {
  const campaign = campaignOf(campaignId);
  const here = campaign && doorOf(campaign, doorId);
  if (!here) return notHere("#/");
  const kinds = app.bundle.kinds[campaign.community] || [];
  const answers = {};
  const text = h("textarea", { rows: 4, maxlength: 4000 });
  const kind = h("select", {}, h("option", { value: "" }, t("not_sure")), byCategory(kinds));
  const spot = h("select", {}, SPOTS.filter((one) => one === "door" || here[one]).map((one) =>
    h("option", { value: one }, one === "door" ? here.label : `${t(`at_${one}`)} ${here[one]}`)));
  const name = h("input", { type: "text", value: here.name, maxlength: 60, autocomplete: "off" });
  const phone = h("input", { type: "tel", maxlength: 40, autocomplete: "off" });
  const more = h("div", {});
  const fault = h("p", { class: "field__error", role: "alert" });
  const chosen = () => kinds.find((one) => one.code === kind.value);
  kind.addEventListener("change", () => more.replaceChildren(...asks(chosen(), answers, campaign)));

  const keep = async () => {
    const wrong = wrongIn(text.value, chosen(), answers);
    if (wrong) {
      fault.textContent = wrong;
      return;
    }
    await keepOther({
      what: "matter", campaign: campaign.id, door: here.id, kind: kind.value, text: text.value.trim(),
      where: spot.value, name: name.value.trim(), phone: phone.value.trim(), answers,
      title: here.label, said: saidIn(text.value, chosen(), answers),
    });
    window.location.hash = `#/door/${campaign.id}/${here.id}`;
  };
  return {
    title: t("raise_matter"),
    sub: here.label,
    back: `#/door/${campaign.id}/${here.id}`,
    tab: "",
    body: [card(
      "",
      field(t("what_is_it"), text, { id: "text" }),
      field(t("kind"), kind, { id: "kind", optional: true }),
      more,
      field(t("where"), spot, { id: "spot" }),
      field(t("reporter_name"), name, { id: "name", optional: true }),
      field(t("reporter_phone"), phone, { id: "phone", optional: true, help: t("phone_help") }),
      fault,
      button(t("keep"), keep, { kind: "primary wide big", picture: icon("check") }),
    )],
  };
}

function byCategory(kinds) {
  const groups = new Map();
  for (const one of kinds) groups.set(said(one.category), [...(groups.get(said(one.category)) || []), one]);
  return [...groups].map(([label, all]) => h(
    "optgroup", { label }, all.map((one) => h("option", { value: one.code }, said(one.label))),
  ));
}

/** A kind's own questions, all on this page: there are few, and they are about the matter. */
function asks(kind, answers, campaign) {
  for (const code of Object.keys(answers)) delete answers[code];
  if (!kind) return [];
  const warn = kind.call_first ? [toast(t("call_first", { number: kind.call_first }), "error")] : [];
  return [...warn, ...kind.questions.map((question) => ask(question, answers, campaign))];
}

function ask(question, answers, campaign) {
  const place = h("fieldset", { class: "field" });
  const draw = () => {
    const give = (value) => {
      if (value === undefined) delete answers[question.code];
      else answers[question.code] = value;
    };
    const choose = (value) => {
      give(value);
      draw();
    };
    const scope = { answers, questions: [question], community: campaign.community };
    const drawn = control(question, { value: answers[question.code], give, choose, scope });
    if (drawn.id === "answer") {
      drawn.id = `f-${question.code}`;
      drawn.setAttribute("aria-label", said(question.label));
    }
    place.replaceChildren(h("legend", {}, said(question.label)), drawn);
  };
  draw();
  return place;
}

function wrongIn(text, kind, answers) {
  if (!text.trim()) return t("say_what");
  const faults = (kind ? kind.questions : []).map((one) => [one, faultOf(asText(one), answers, { today: today() })]);
  const wrong = faults.find((pair) => pair[1]);
  return wrong ? `${said(wrong[0].label)}: ${wrong[1]}` : "";
}

/** A kind asks for a phone number; to a form it is a text. */
function asText(question) {
  return question.type === "phone" ? { ...question, type: "text" } : question;
}

function saidIn(text, kind, answers) {
  const rows = kind ? kind.questions.map((one) => [said(one.label), inWords(one, answers[one.code], kind.questions)]) : [];
  return [[t("what_is_it"), text.trim()], [t("kind"), kind ? said(kind.label) : t("not_sure")], ...rows.filter((pair) => pair[1])];
}
