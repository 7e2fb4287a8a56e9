// The rounds I walk.
import { button, card, empty, h, icon, link, row, tag } from "../dom.mjs";
import { turn } from "../prefs.mjs";
import { app, doorsOf, stillOpen } from "../state.mjs";
import { spoken, t } from "../words.mjs";

export function rounds(parts, redraw) {
  const { campaigns } = app.bundle;
  return {
    title: t("my_rounds"),
    sub: app.bundle.me.name,
    tab: "",
    isLive: true,
    body: [
      campaigns.length ? campaigns.map(roundCard) : card("", empty(app.bundle.sentence || t("no_round"), null, icon("footprints"))),
      card("", h("ul", { class: "rows" }, row({ href: "#/out", title: t("sign_out"), lead: icon("log-out") }))),
      h("p", { class: "center" }, otherLanguage(redraw)),
    ],
  };
}

function otherLanguage(redraw) {
  const [code, name] = spoken() === "en" ? ["zh-hans", "中文"] : ["en", "English"];
  return button(name, () => turn("language", code).then(redraw), { kind: "bare small", lang: code });
}

function roundCard(campaign) {
  const doors = doorsOf(campaign);
  const open = stillOpen(doors).length;
  const soft = [
    campaign.targets === "anyone" ? t("whoever_comes") : t("doors_left", { open, all: doors.length }),
    campaign.ends_on && t("until", { day: campaign.ends_on }),
  ].filter(Boolean).join(" · ");
  const isDone = campaign.targets !== "anyone" && !open;
  return h(
    "section", { class: "card" },
    h("div", { class: "card__head" }, h("h2", {}, campaign.title), isDone && tag(t("all_visited"), "good")),
    h("p", { class: "soft" }, soft),
    doors.length > 0 && meter(doors.length - open, doors.length),
    link(t("open_round"), `#/round/${campaign.id}`, {
      kind: "primary wide big", picture: icon("arrow-right"), "aria-label": `${t("open_round")}: ${campaign.title}`,
    }),
  );
}

function meter(done, all) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "meter__bar");
  svg.setAttribute("viewBox", "0 0 100 8");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const bar = document.createElementNS(svg.namespaceURI, "rect");
  bar.setAttribute("width", String(Math.round((100 * done) / all)));
  bar.setAttribute("height", "8");
  svg.append(bar);
  return h("div", { class: "meter" }, svg);
}
