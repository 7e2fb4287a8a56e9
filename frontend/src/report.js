// Shrinks photos in the browser before they are sent, and shows what was chosen.
import { shrink } from "./shrink.mjs";

function preview(input) {
  const place = document.querySelector(`[data-previews="${input.id}"]`);
  if (!place) return;
  place.textContent = "";
  for (const file of input.files) {
    const image = document.createElement("img");
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    image.onload = () => URL.revokeObjectURL(image.src);
    place.append(image);
  }
}

async function replace(input) {
  const side = Number(input.dataset.shrink);
  try {
    const kept = new DataTransfer();
    for (const file of [...input.files]) kept.items.add(await shrink(file, side));
    input.files = kept.files;
  } catch {
    // An old browser cannot; the photo is sent as it is.
  }
  preview(input);
}

for (const input of document.querySelectorAll("input[type=file][data-shrink]")) {
  input.addEventListener("change", () => replace(input));
}
