// Where an address leads nowhere any more.
import { card, empty, icon, link } from "../dom.mjs";
import { t } from "../words.mjs";

export function notHere(back) {
  return {
    title: t("nothing_here"),
    back,
    body: [card("", empty(t("nothing_here_more"), link(t("my_rounds"), "#/"), icon("map-pin-off")))],
  };
}
