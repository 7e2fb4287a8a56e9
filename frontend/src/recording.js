// A voice is recorded on the page where the form would take a file of one. Without this script, or
// in a browser that cannot, a recording is chosen as a file.
import { canRecord, recorderBox } from "./recorder.mjs";

function offer(input) {
  const words = JSON.parse(input.dataset.record);
  const hold = (files) => {
    const kept = new DataTransfer();
    for (const file of files) kept.items.add(file);
    input.files = kept.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  input.before(recorderBox({
    words,
    load: () => null,
    keep: (blob) => hold([new File([blob], `voice.${blob.type.split("/")[1] || "webm"}`, { type: blob.type })]),
    clear: () => hold([]),
  }));
}

if (canRecord()) {
  for (const input of document.querySelectorAll("input[type=file][data-record]")) offer(input);
}
