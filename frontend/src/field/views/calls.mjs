// Whom to call when somebody is in danger: the numbers lie on the phone, so it says so without signal.
import { h, icon } from "../dom.mjs";
import { app, campaignOf } from "../state.mjs";
import { t } from "../words.mjs";

/** The numbers of a campaign's community, each a tap; null when none is known. */
export function callsOf(campaignId) {
  const campaign = campaignOf(campaignId);
  const listed = (campaign && app.bundle.calls && app.bundle.calls[campaign.community]) || [];
  if (!listed.length) return null;
  return h(
    "section", { class: "card stack--tight", "aria-label": t("danger_call_first") },
    h("p", { class: "strong" }, t("danger_call_first")),
    h("p", { class: "line" }, listed.map(({ label, phone }) =>
      h("a", { class: "btn btn--small", href: `tel:${phone}` }, icon("phone"), `${label} ${phone}`))),
  );
}
