// Sends the pictures of an answer that was taken in, each by itself: one that is gone, unreadable or
// refused never stops the others. At the end the house counts them; only what it has, or has noted
// as lost, is forgotten here.
import { addressOf } from "./addresses.mjs";
import { photo } from "./kept.mjs";
import { Said, ask } from "./talk.mjs";
import { t } from "./words.mjs";

const PIECE_BYTES = 256 * 1024;
const NOT_NOW = [401, 403, 408, 409, 425, 429]; // says nothing about the picture itself
/** The house takes no pictures for this answer any more, such as for a matter that is closed. */
export class Uncounted extends Error {}

const MOST_TRIES = 3; // so often the house may answer "taken" and then not have it

/** Send what is still to be sent and let it be counted; the answer as it stands then.
 *
 * `keep(answer)` writes down each step. `answer.pictures` says of each name how it stands:
 * { is: "sent", "held", "gone", "unreadable" or "refused", sentence }; of what waits it says nothing.
 * Raises the last fault that may pass by itself, once all others were tried.
 */
export async function sendPhotos(answer, keep) {
  let now = answer;
  let fault = null;
  for (const name of answer.photos || []) {
    if (stateOf(now, name) !== "waiting") continue;
    try {
      now = await keep(withState(now, name, await sendOne(answer.uid, name)));
    } catch (failed) {
      if (!isPassing(failed)) throw failed;
      fault = failed;
    }
  }
  if (fault) throw fault;
  return keep(counted(now, await count(now)));
}

async function count(answer) {
  try {
    return await ask(addressOf("count", { uid: answer.uid }), { method: "POST", body: lostOf(answer) });
  } catch (fault) {
    const isFinal = fault instanceof Said && [400, 403, 409].includes(fault.status) && fault.told.code;
    throw isFinal ? new Uncounted(fault.told.sentence) : fault;
  }
}

/** How one picture of an answer stands; "waiting" when nothing is known of it yet. */
export function stateOf(answer, name) {
  const told = (answer.pictures || {})[name];
  return told && told.is ? told.is : "waiting";
}

/** True once the house has counted all pictures, or knows why one is lost. */
export function isCounted(answer) {
  return (answer.photos || []).every((name) => !["waiting", "sent"].includes(stateOf(answer, name)));
}

/** The names of the pictures that stand like this. */
export function named(answer, ...states) {
  return (answer.photos || []).filter((name) => states.includes(stateOf(answer, name)));
}

/** Let pictures that were refused wait again. */
export function waitAgain(answer) {
  const pictures = { ...answer.pictures };
  for (const name of named(answer, "refused")) delete pictures[name];
  return { ...answer, pictures };
}

function withState(answer, name, state) {
  return { ...answer, pictures: { ...answer.pictures, [name]: { ...(answer.pictures || {})[name], ...state } } };
}

/** A fault that may be over when it is tried again; others tell of the picture. */
function isPassing(fault) {
  return fault instanceof Said && fault.status !== 401 && (fault.status >= 500 || NOT_NOW.includes(fault.status));
}

async function sendOne(uid, name) {
  const picture = await photo(uid, name);
  if (!picture) return { is: "gone" };
  if (!picture.size) return { is: "unreadable" };
  try {
    await sendPieces(addressOf("photo", { uid, name }), picture);
    return { is: "sent" };
  } catch (fault) {
    if (!(fault instanceof Said) || fault.status >= 500 || NOT_NOW.includes(fault.status)) throw fault;
    return { is: "refused", sentence: fault.told.sentence || t("house_stumbled") };
  }
}

/** Send a picture piece by piece from where the house has it. */
async function sendPieces(path, picture) {
  let { held } = await ask(path);
  while (held >= 0 && held < picture.size) {
    const piece = picture.slice(held, held + PIECE_BYTES);
    const address = `${path}?offset=${held}&size=${picture.size}`;
    const told = await ask(address, { method: "PUT", body: piece, type: "application/octet-stream" });
    held = told.held;
  }
}

/** What the house is told before it counts: whose pictures, and which are lost and why. */
function lostOf(answer) {
  const lost = Object.fromEntries(
    named(answer, "gone", "unreadable", "refused").map((name) => [name, stateOf(answer, name)]),
  );
  return JSON.stringify({ what: answer.what, lost });
}

/** The answer after the house has counted; what it lacks is sent again. */
function counted(answer, told) {
  let now = answer;
  for (const name of answer.photos || []) {
    if (told.held.includes(name)) now = withState(now, name, { is: "held" });
    else if (told.refused[name]) now = withState(now, name, { is: "refused", sentence: told.refused[name] });
    else if (stateOf(now, name) === "sent") now = withState(now, name, missed((now.pictures || {})[name]));
  }
  return now;
}

function missed({ tries = 0 }) {
  if (tries + 1 < MOST_TRIES) return { is: "", tries: tries + 1 };
  return { is: "refused", sentence: t("house_stumbled") };
}
