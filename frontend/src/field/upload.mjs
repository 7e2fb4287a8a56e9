// Sends what waits: on opening, when there is signal again, and when asked. One tab at a time.
import { addressOf } from "./addresses.mjs";
import { drop, dropDraftOf, dropPhotos, goOnWithout, keep, storageTrouble } from "./kept.mjs";
import { changed, reload } from "./reload.mjs";
import { Uncounted, isCounted, named, sendPhotos as sendPhotosOf } from "./send_photos.mjs";
import { absorb, app, endsAt, now, waiting } from "./state.mjs";
import { Said, Silent, ask, askAgain } from "./talk.mjs";
import { forget, keepBundle } from "./vault.mjs";
import { t } from "./words.mjs";

const MOST_AT_ONCE = 100;
const MOST_LETTERS = 600000; // of JSON at once: at most 1.8 MB
const FIRST_PAUSE_MS = 2000;
const LAST_PAUSE_MS = 300000;
const BESIDE = ["photos", "pictures", "draft", "said", "title", "facts", "taken", "refused", "isSentTwice"]; // for the phone alone

let pause = FIRST_PAUSE_MS;
let alarm = 0;
let wanted = false; // somebody asked while something was being sent: ask again at once
let sending = Promise.resolve();

/** Send all that waits; true when something was taken in. What fails is tried again by itself. */
export async function sendAll() {
  if (!app.bundle || !waiting().length) return false;
  if (app.isSending) {
    wanted = true;
    return false;
  }
  clearTimeout(alarm);
  sending = oneTabAtATime(sendNow);
  return sending;
}

function oneTabAtATime(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request("linli-field-send", { ifAvailable: true }, (mine) => mine && work());
}

/** Wait until what is being sent has been settled. */
export async function settled() {
  await sending;
}

async function sendNow() {
  let taken = 0;
  app.isSending = true;
  changed();
  try {
    await reload();
    taken += await sendAnswers();
    await sendPhotos();
    app.isOnline = true;
    app.trouble = "";
    pause = FIRST_PAUSE_MS;
  } catch (fault) {
    await hearTrouble(fault);
  } finally {
    app.isSending = false;
    changed();
    if (wanted) {
      wanted = false;
      clearTimeout(alarm);
      alarm = setTimeout(sendAll, 0);
    }
  }
  return taken > 0;
}

async function hearTrouble(fault) {
  if (fault instanceof Silent) {
    app.isOnline = false;
  } else if (fault instanceof Said && fault.status === 401) {
    return signOut();
  } else if (fault instanceof Said) {
    app.trouble = fault.told.sentence || t("house_stumbled");
  } else {
    goOnWithout(fault);
  }
  alarm = setTimeout(sendAll, pause);
  pause = Math.min(pause * 2, LAST_PAUSE_MS);
  return undefined;
}

/** Ask what to take along; true when it came. */
export async function refresh() {
  try {
    const told = await askAgain(addressOf("bundle"), app.bundle ? app.bundle.etag : "");
    const bundle = told.campaigns ? told : { ...app.bundle, signed_in_seconds: told.signed_in_seconds };
    app.isOnline = true;
    app.isSignedOut = false;
    app.trouble = "";
    await takeOver(bundle, Date.now() + bundle.signed_in_seconds * 1000);
    await reload();
    return true;
  } catch (fault) {
    if (fault instanceof Said && fault.status === 401) await signOut();
    else if (fault instanceof Said) app.trouble = fault.told.sentence || t("house_stumbled");
    else if (fault instanceof Silent) app.isOnline = false;
    else throw fault;
    changed();
    return false;
  }
}

/** Know this bundle from now on; without `until` the log-in ends when it would have. */
async function takeOver(bundle, until = app.until) {
  app.bundle = bundle;
  app.isOver = false;
  endsAt(until);
  try {
    await keepBundle(bundle, until);
  } catch (fault) {
    goOnWithout(fault, "write"); // known while this page is open
    if (!storageTrouble()) app.trouble = t("storage_full");
  }
}

/** The log-in is over: what is known of households goes, what waits stays. */
export async function signOut() {
  await forget().catch(goOnWithout);
  app.bundle = null;
  app.isSignedOut = true;
  app.isOver = false;
  changed();
}

async function sendAnswers() {
  let taken = 0;
  const rows = waiting().filter((one) => !one.taken);
  while (rows.length) taken += await sendSome(batchOf(rows));
  return taken;
}

/** Take from the front as many as go at once. */
function batchOf(rows) {
  const batch = [rows.shift()];
  let letters = JSON.stringify(batch[0]).length;
  while (rows.length && batch.length < MOST_AT_ONCE) {
    letters += JSON.stringify(rows[0]).length;
    if (letters > MOST_LETTERS) break;
    batch.push(rows.shift());
  }
  return batch;
}

async function sendSome(batch) {
  const answers = batch.map((one) => {
    const sent = { ...one };
    for (const name of BESIDE) delete sent[name];
    return sent;
  });
  const body = JSON.stringify({ user: app.bundle.me.id, sent_at: now(), answers });
  let told;
  try {
    told = await ask(addressOf("answers"), { method: "POST", body });
  } catch (fault) {
    return sendHalves(batch, fault);
  }
  const byUid = new Map(told.answers.map((one) => [one.uid, one]));
  let taken = 0;
  const later = told.answers.find((one) => one.is === "later");
  for (const one of batch) taken += await settle(one, byUid.get(one.uid));
  await takeOver(app.bundle);
  changed();
  if (later) throw new Said(429, later);
  return taken;
}

/** What the house stumbles over must not hold up the rest: find it by halving, and let it wait. */
async function sendHalves(batch, fault) {
  const stumbles = fault instanceof Said && (fault.status >= 500 || fault.status === 413 || fault.status === 400);
  if (!stumbles) throw fault;
  if (batch.length === 1) {
    if (fault.status >= 500) throw fault;
    await settle(batch[0], { is: "refused", sentence: fault.told.sentence || t("house_stumbled") });
    return 0;
  }
  const half = Math.ceil(batch.length / 2);
  let last;
  let taken = 0;
  for (const part of [batch.slice(0, half), batch.slice(half)]) {
    try {
      taken += await sendSome(part);
    } catch (again) {
      last = again;
    }
  }
  if (last) throw last;
  return taken;
}

async function settle(answer, told) {
  if (told.is === "later") return 0;
  if (told.is === "refused") {
    const errors = Object.values(told.errors || {}).flat();
    await keepAs({ ...answer, refused: { sentence: told.sentence, errors, at: Object.keys(told.errors || {}) } });
    await dropDraftOf(answer);
    return 0;
  }
  app.bundle = absorb(app.bundle, answer);
  // It was here before, and may be counted in what we hold: ask for all of it once more.
  if (told.is === "known") app.bundle = { ...app.bundle, etag: "" };
  await tell(answer, told);
  if (answer.photos && answer.photos.length) await keepAs({ ...answer, taken: true });
  else await done(answer);
  return 1;
}

/** Keep for whoever walks what came back and should be read. */
async function tell(answer, told) {
  const before = app.notices.find((one) => one.uid === answer.uid);
  const notice = noticeOf(answer, { ...before, ...told });
  if (!notice) return;
  await keep("notices", notice, app.bundle.me.id);
  app.notices = [...app.notices.filter((one) => one.uid !== notice.uid), notice];
}

async function keepAs(answer) {
  await keep("waiting", answer, app.bundle.me.id);
  app.answers = app.answers.map((one) => (one.uid === answer.uid ? answer : one));
  return answer;
}

async function done(answer) {
  await dropDraftOf(answer);
  await drop("waiting", answer.uid);
  await dropPhotos(answer.uid);
  app.answers = app.answers.filter((one) => one.uid !== answer.uid);
}

function noticeOf(answer, told) {
  const isWorthReading = (told.conflicts && told.conflicts.length) || told.is_late || told.number || told.lost;
  return isWorthReading && { ...told, uid: answer.uid, campaign: answer.campaign, title: answer.title };
}

/** The pictures of what was taken in; one answer whose pictures fail does not hold up the next. */
async function sendPhotos() {
  let fault = null;
  for (const answer of waiting().filter((one) => one.taken)) {
    try {
      await settlePhotos(await sendPhotosOf(answer, keepAs));
    } catch (failed) {
      if (failed instanceof Uncounted) await settle(answer, { is: "refused", sentence: failed.message });
      else if (!(failed instanceof Said) || failed.status === 401) throw failed;
      else if (failed.status === 404) await sendWhole(answer, failed);
      else fault = failed;
    }
    changed();
  }
  if (fault) throw fault;
}

/** The house does not know the answer (any more: it was set back to a copy): send all of it, once. */
async function sendWhole(answer, fault) {
  const { taken, ...whole } = answer;
  if (answer.isSentTwice) await settle(answer, { is: "refused", sentence: fault.told.sentence || t("house_stumbled") });
  else await keepAs({ ...whole, pictures: {}, isSentTwice: true });
  wanted = true;
}

/** What the house has counted is forgotten here; what is lost is said, what it refused is shown. */
async function settlePhotos(answer) {
  if (!isCounted(answer)) {
    wanted = true; // the house lacks what it took: once more
    return;
  }
  const refusedOnes = named(answer, "refused");
  const lost = named(answer, "gone", "unreadable").length;
  if (lost) await tell(answer, { lost });
  if (refusedOnes.length) {
    const errors = refusedOnes.map((name) => answer.pictures[name].sentence);
    await keepAs({ ...answer, refused: { sentence: t("pictures_refused", { count: refusedOnes.length }), errors } });
  } else {
    await done(answer);
  }
}
