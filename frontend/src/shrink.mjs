// Shrinks a photo in the browser before it is kept or sent, and thereby leaves out what the camera
// wrote into it.
const QUALITY = 0.82;
const WORTH_SHRINKING_BYTES = 400000;
const EVERYBODY_READS = ["image/jpeg", "image/png", "image/webp"];

function load(file) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    const address = URL.createObjectURL(file);
    image.onload = () => resolve({ image, address });
    image.onerror = reject;
    image.src = address;
  });
}

/** A JPEG whose longer side has at most `side` pixels. What cannot be read is given back as it is:
 * the server says what is the matter with it. */
export async function shrink(file, side) {
  if (!file.type.startsWith("image/") || file.size < WORTH_SHRINKING_BYTES) return file;
  return (await readPhoto(file, side)) || file;
}

/** The photo as it is kept: shrunk where that is worth it, as JPEG where only some phones read its
 * type. null for what this browser cannot read, such as HEIC outside of Safari. */
export async function readPhoto(file, side) {
  const loaded = await load(file).catch(() => null);
  if (!loaded) return null;
  const { image, address } = loaded;
  const stays = file.size < WORTH_SHRINKING_BYTES && EVERYBODY_READS.includes(file.type);
  const blob = stays ? null : await drawn(image, side);
  URL.revokeObjectURL(address);
  if (!blob || (blob.size >= file.size && EVERYBODY_READS.includes(file.type))) return file;
  return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
}

function drawn(image, side) {
  const scale = Math.min(1, side / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}
