// Reads the QR code of a slip with the camera, where the browser can.

/** True where a QR code can be scanned; elsewhere the short code is typed. */
export async function canScan() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return false;
  return (await window.BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

/** The code in what a slip's QR says: the last part of its address, or what was typed. */
export function codeOf(text) {
  return text.trim().replace(/[?#].*$/, "").replace(/\/+$/, "").split("/").pop();
}

/** Look through the camera until a code (a QR code, unless other `formats` are asked for) is seen or `stop.aborted`; its text, or "". */
export async function scan(video, stop, formats = ["qr_code"]) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new window.BarcodeDetector({ formats });
  try {
    video.srcObject = stream;
    await video.play();
    while (!stop.aborted) {
      const [seen] = await detector.detect(video);
      if (seen) return seen.rawValue;
      await new Promise((go) => requestAnimationFrame(go));
    }
    return "";
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
