// Shrinks photos in the browser before they are sent, and shows what was chosen.
// Where this does not work the photo goes as it is, and the server shrinks it.
const QUALITY = 0.82;
const WORTH_SHRINKING_BYTES = 400000;

function load(file) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    const address = URL.createObjectURL(file);
    image.onload = () => resolve({ image, address });
    image.onerror = reject;
    image.src = address;
  });
}

async function shrink(file, side) {
  if (!file.type.startsWith("image/") || file.size < WORTH_SHRINKING_BYTES) return file;
  const { image, address } = await load(file);
  const scale = Math.min(1, side / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

function preview(input) {
  const place = document.querySelector(`[data-previews="${input.id}"]`);
  if (!place) return;
  place.replaceChildren();
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
