// A pad to sign on with a finger, a pen or a mouse.
import { button, h } from "./dom.mjs";
import { t } from "./words.mjs";

const WIDTH = 800;
const HEIGHT = 300;
const INK = "#1d2420";

/** `load()` gives the signature there was; `keep(promise of a blob)` and `clear()` say what became of it. */
export function signaturePad({ load, keep, clear }) {
  const canvas = h("canvas", { class: "signature", width: WIDTH, height: HEIGHT, role: "img", "aria-label": t("sign_here") });
  const pen = canvas.getContext("2d");
  let isDown = false;

  function wipe() {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    Object.assign(pen, { strokeStyle: INK, lineWidth: 5, lineCap: "round", lineJoin: "round" });
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * WIDTH) / box.width, ((event.clientY - box.top) * HEIGHT) / box.height];
  }

  // A stroke that the phone cancels (a call, a gesture from the edge) stands on the pad like one
  // that was lifted: it is kept like it.
  function lift() {
    if (!isDown) return;
    isDown = false;
    keep(new Promise((drawn) => canvas.toBlob(drawn, "image/png")));
  }

  canvas.addEventListener("pointerdown", (event) => {
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) canvas.addEventListener(end, lift);

  wipe();
  Promise.resolve(load()).then((blob) => blob && draw(pen, blob));
  const again = button(t("sign_again"), async () => {
    wipe();
    await clear();
  }, { kind: "small" });
  return h("div", { class: "stack--tight" }, canvas, again);
}

/** Draw a kept picture; createImageBitmap is younger than the phones that docs/field.md promises. */
function draw(pen, blob) {
  const image = new Image();
  image.onload = () => {
    pen.drawImage(image, 0, 0);
    URL.revokeObjectURL(image.src);
  };
  image.src = URL.createObjectURL(blob);
}
