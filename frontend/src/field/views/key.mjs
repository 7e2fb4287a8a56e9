// A household's key is handed over: its slip is scanned, or its short code typed.
import { button, card, field, fill, h, icon, toast } from "../dom.mjs";
import { keepOther } from "../record.mjs";
import { canScan, codeOf, scan } from "../scan.mjs";
import { app, campaignOf, doorOf } from "../state.mjs";
import { t } from "../words.mjs";
import { notHere } from "./nothing.mjs";

const LETTERS = 10; // of a slip's code

/** #/key/<campaign>/<door>[/<uid of a refused one that is corrected>] */
export function key([campaignId, doorId, uid]) {
  const campaign = campaignOf(campaignId);
  const here = campaign && doorOf(campaign, doorId);
  if (!here) return notHere("#/");
  const back = `#/door/${campaign.id}/${here.id}`;
  const before = app.answers.find((answer) => answer.uid === uid && answer.refused);
  const box = h("input", { type: "text", value: before ? before.code : "", autocomplete: "off", autocapitalize: "characters", spellcheck: "false" });
  const said = h("p", { class: "field__error", role: "alert" });
  const give = async (text) => {
    const code = codeOf(text).replace(/[\s-]/g, "");
    if (code.length !== LETTERS) {
      said.textContent = t("code_has_letters", { count: LETTERS });
      box.focus();
      return;
    }
    await keepOther({
      ...(before ? { uid } : {}), what: "key", door: here.id, campaign: campaign.id, code, title: here.label, said: [[t("slip_code"), `…${code.slice(-2)}`]],
    });
    window.location.hash = back;
  };
  return {
    title: t("hand_over_key"),
    sub: here.label,
    back,
    tab: "",
    body: [
      card("", h("p", {}, t("key_explained"))),
      scanner(give),
      card("", field(t("slip_code"), box, { id: "code", help: t("code_help") }), said,
        button(t("key_handed_over"), () => give(box.value), { kind: "primary wide big", picture: icon("key-round") })),
    ],
  };
}

/** The camera, where a browser can read QR codes by itself. */
function scanner(give) {
  const place = h("div", { class: "stack--tight" });
  const stop = { aborted: false };
  const look = async () => {
    const video = h("video", { class: "scanner", playsinline: true, muted: true });
    fill(place, video);
    window.addEventListener("hashchange", () => (stop.aborted = true), { once: true });
    try {
      const text = await scan(video, stop);
      if (text) await give(text);
    } catch {
      fill(place, toast(t("no_camera"), "warning"));
    }
  };
  canScan().then((can) => {
    if (can) place.append(button(t("scan_slip"), look, { kind: "wide big", picture: icon("qr-code") }));
  });
  return place;
}
