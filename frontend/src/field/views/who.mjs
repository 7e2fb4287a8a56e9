// Who answers for what: the posts that serve a door, and what each kind of matter goes to.
import { card, empty, fill, h, icon } from "../dom.mjs";
import { app, campaignOf, doorOf, postsFor } from "../state.mjs";
import { said, t } from "../words.mjs";

const MOST_SHOWN = 40;

export function who([campaignId, doorId]) {
  const campaign = campaignId && campaignOf(campaignId);
  const here = campaign && doorOf(campaign, doorId);
  const list = h("div", { class: "stack" });
  const draw = (typed) => fill(list, found(typed, here));
  const search = h("input", {
    type: "search", "aria-label": t("find_who"), placeholder: t("find_who"), oninput: () => draw(search.value.trim()),
  });
  draw("");
  return {
    title: t("who_answers"),
    sub: here ? here.label : "",
    back: here ? `#/door/${campaign.id}/${here.id}` : null,
    tab: "who",
    body: [search, list],
  };
}

function found(typed, here) {
  const posts = here ? postsFor(here.path) : app.bundle.posts;
  const fits = (...words) => !typed || words.some((word) => word.includes(typed));
  const shown = posts.filter((one) => fits(one.holder, one.role_label, one.place));
  const kinds = typed ? allKinds().filter((one) => fits(said(one.label), said(one.category))) : [];
  if (!shown.length && !kinds.length) return [card("", empty(t("nothing_found"), null, icon("users")))];
  return [
    kinds.length > 0 && card(t("kinds"), h("ul", { class: "rows" }, kinds.slice(0, MOST_SHOWN).map((kind) => kindRow(kind, here)))),
    shown.length > 0 && card(t("people"), h("ul", { class: "rows" }, shown.slice(0, MOST_SHOWN).map(postRow))),
  ].filter(Boolean);
}

function allKinds() {
  return Object.values(app.bundle.kinds).flat().filter((one, at, all) => all.findIndex((x) => x.code === one.code) === at);
}

function kindRow(kind, here) {
  const posts = here
    ? postsFor(here.path, kind.answered_by)
    : app.bundle.posts.filter((post) => kind.answered_by.includes(post.role));
  const names = [...new Set(posts.slice(0, 4).map((post) => `${post.role_label} ${post.holder}`))];
  return h(
    "li", { class: "row" },
    h(
      "span", { class: "row__body" },
      h("span", { class: "row__title" }, said(kind.label)),
      h("span", { class: "row__soft" }, names.join(" · ") || t("the_office")),
      kind.call_first && h("span", { class: "row__soft late" }, t("call_first", { number: kind.call_first })),
    ),
  );
}

function postRow(post) {
  return h(
    "li", { class: "row" },
    h(
      "span", { class: "row__body" },
      h("span", { class: "row__title" }, post.holder),
      h("span", { class: "row__soft" }, `${post.role_label} · ${post.place}`),
    ),
    post.phone && h("a", { class: "btn btn--small", href: `tel:${post.phone}` }, icon("phone"), post.phone),
  );
}
