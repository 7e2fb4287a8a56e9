// A signature by finger, pen or mouse where the form would take a picture of one.
// Without this script a photo of a signature on paper does as well.
import { signaturePad } from "./field/signature.mjs";
import { know, speak } from "./field/words.mjs";

function sign(input) {
  const { sign: here, again } = input.dataset;
  const language = document.documentElement.lang === "en" ? "en" : "zh";
  know({ [language]: { sign_here: here, sign_again: again } });
  speak(language === "en" ? "en" : "zh-hans");
  const hold = (files) => {
    const kept = new DataTransfer();
    for (const file of files) kept.items.add(file);
    input.files = kept.files;
    input.dataset.signed = files.length;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const pad = signaturePad({
    load: () => null,
    keep: async (drawn) => hold([new File([await drawn], "signature.png", { type: "image/png" })]),
    clear: () => hold([]),
  });
  input.before(pad);
}

for (const input of document.querySelectorAll("input[type=file][data-sign]")) sign(input);
