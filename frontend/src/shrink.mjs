// Shrinks a photo in the browser before it is kept or sent, and thereby leaves out what the camera
// wrote into it. What cannot be read is given back as it is: the server shrinks it.
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

/** A JPEG whose longer side has at most `side` pixels. */
export async function shrink(file, side) {
  if (!file.type.startsWith("image/") || file.size < WORTH_SHRINKING_BYTES) return file;
  const loaded = await load(file).catch(() => null);
  if (!loaded) return file;
  const { image, address } = loaded;
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
