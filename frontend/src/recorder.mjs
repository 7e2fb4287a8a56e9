// Records a voice, at most a minute, where the browser can; elsewhere a recording is chosen as a
// file. Knows nothing of forms: the phone at the door and the pages use it alike.

export const MOST_SECONDS = 60;
const BITS_A_SECOND = 32_000; // speech: a minute is a quarter of a megabyte
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

/** Whether this browser records; others take a file. */
export function canRecord() {
  return Boolean(window.MediaRecorder && navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
}

/** The kind of file that this browser records. */
export function kindRecorded() {
  const isKnown = (kind) => !MediaRecorder.isTypeSupported || MediaRecorder.isTypeSupported(kind);
  return KINDS.find(isKnown) || "";
}

/** Begin to record; asks for the microphone. `tick(seconds)` is told each second.
 *
 * Returns { stop(), done }: `done` is a promise of a Blob, kept when `stop` is called or after a
 * minute; an empty one (a microphone that gave nothing) is null. Rejects when the browser says no.
 */
export async function record({ tick = () => undefined, mostSeconds = MOST_SECONDS } = {}) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = kindRecorded();
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS_A_SECOND, ...(mimeType && { mimeType }) });
  const parts = [];
  let seconds = 0;
  const stop = () => recorder.state !== "inactive" && recorder.stop();
  const clock = setInterval(() => {
    seconds += 1;
    tick(seconds);
    if (seconds >= mostSeconds) stop();
  }, 1000);
  const done = new Promise((kept) => {
    recorder.ondataavailable = ({ data }) => data.size && parts.push(data);
    recorder.onstop = () => {
      clearInterval(clock);
      for (const track of stream.getTracks()) track.stop(); // the light of the microphone goes out
      kept(parts.length ? new Blob(parts, { type: (recorder.mimeType || mimeType).split(";")[0] }) : null);
    };
    recorder.onerror = stop;
  });
  recorder.start(1000); // in pieces, so that a page that is closed by force loses a second
  return { stop, done };
}

/** A button that records and stops, the time that has passed, and the recording to listen to.
 *
 * `words`: record, stop, again, listen, no_microphone. `keep(blob)` may be a promise; `load()` gives
 * what was recorded before, or null; `clear()` takes it away.
 */
export function recorderBox({ words, load, keep, clear }) {
  const box = document.createElement("div");
  const press = document.createElement("button");
  const said = document.createElement("p");
  const sound = document.createElement("audio");
  box.className = "stack--tight recorder";
  Object.assign(press, { type: "button", className: "btn btn--big btn--wide", textContent: words.record });
  Object.assign(sound, { controls: true, hidden: true, preload: "metadata" });
  sound.setAttribute("aria-label", words.listen);
  said.className = "soft";
  said.setAttribute("role", "status");
  box.append(press, said, sound);
  let running = null;

  const play = (blob) => {
    if (sound.src) URL.revokeObjectURL(sound.src);
    sound.hidden = !blob;
    if (blob) sound.src = URL.createObjectURL(blob);
    press.textContent = blob ? words.again : words.record;
  };
  press.addEventListener("click", async () => {
    if (running) {
      running.stop();
      return;
    }
    press.disabled = true;
    try {
      running = await record({ tick: (seconds) => (said.textContent = `${seconds} / ${MOST_SECONDS}″`) });
    } catch {
      said.textContent = words.no_microphone;
      press.disabled = false;
      return;
    }
    press.disabled = false;
    press.textContent = words.stop;
    press.setAttribute("aria-pressed", "true");
    const blob = await running.done;
    running = null;
    press.setAttribute("aria-pressed", "false");
    said.textContent = "";
    if (blob) await keep(blob);
    else await clear();
    play(blob);
  });
  Promise.resolve(load()).then(play);
  return box;
}
