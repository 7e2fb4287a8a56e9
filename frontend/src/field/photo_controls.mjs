// Questions that are answered with a picture: photos, and a signature.
import { readPhoto } from "../shrink.mjs";
import { MOST_OF } from "./checking.mjs";
import { button, fill, h, icon } from "./dom.mjs";
import { dropPhoto, keepPhoto, photo } from "./kept.mjs";
import { signaturePad } from "./signature.mjs";
import { t } from "./words.mjs";

const SIDE_PIXELS = 1600;

/** Photos as one takes them. What this phone cannot read (HEIC) is said at once, and not kept. */
export function photos(question, { value, give, scope }) {
  let names = value || [];
  const shown = h("div", { class: "photos" });
  const fault = h("p", { class: "field__error", role: "alert" });
  const id = scope.id || "answer";
  const input = h("input", {
    type: "file", accept: "image/*", capture: "environment", id,
    onchange: () => scope.wait(addAll([...input.files])),
  });
  const most = question.most || MOST_OF.photo;
  const label = h("label", { class: "btn btn--big btn--wide strong", for: id }, icon("camera"), t("take_photo"));

  async function addAll(files) {
    input.value = "";
    fault.textContent = "";
    for (const file of files) names = await add(file);
    await give(names.length ? names : undefined);
    await draw();
  }

  async function add(file) {
    const picture = await readPhoto(file, SIDE_PIXELS);
    if (!picture) {
      fault.textContent = t("photo_unreadable", { name: file.name });
      return names;
    }
    const name = scope.newName(question.code);
    await keepPhoto(scope.uid, name, picture);
    return [...names, name];
  }

  async function remove(name) {
    names = names.filter((each) => each !== name);
    await give(names.length ? names : undefined);
    await dropPhoto(scope.uid, name);
    await draw();
  }

  async function draw() {
    fill(shown, await Promise.all(names.map((name) => thumbnail(scope.uid, name, { remove: () => remove(name) }))));
    label.hidden = names.length >= most;
    input.disabled = label.hidden;
  }

  draw();
  return h("div", {}, h("div", { class: "filebox" }, input, label), fault, shown);
}

/** A kept picture, small; with a button to take it out again, and what is to be said of it. */
export async function thumbnail(uid, name, { remove = null, words = "" } = {}) {
  const blob = await photo(uid, name).catch(() => null);
  if (!blob) return h("figure", {}, h("p", { class: "soft" }, words || t("picture_gone")), remove && takeOut(remove));
  const image = h("img", { alt: t("photo") });
  image.src = URL.createObjectURL(blob);
  image.onload = () => URL.revokeObjectURL(image.src);
  return h("figure", {}, image, words && h("figcaption", { class: "soft" }, words), remove && takeOut(remove));
}

function takeOut(remove) {
  return button(t("remove"), remove, { kind: "small" });
}

export function signature(question, { value, give, scope }) {
  const name = `${question.code}-0`;
  return signaturePad({
    load: () => (value && value.length ? photo(scope.uid, name).catch(() => null) : null),
    keep: (drawn) => scope.wait(drawn.then(async (blob) => {
      await keepPhoto(scope.uid, name, blob);
      await give([name]);
    })),
    clear: async () => {
      await give(undefined);
      await dropPhoto(scope.uid, name);
    },
  });
}
