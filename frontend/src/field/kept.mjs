// Answers, drafts, photos and notices on the phone. Where the browser keeps nothing more, they stay
// in this page's memory and `storageTrouble` says so: nothing is lost while the page is open, and it
// asks to be uploaded.
import { STORES, isStorageFault, unlock, unlockBytes, withDb, writeLocked } from "./vault.mjs";

const memory = { waiting: new Map(), drafts: new Map(), notices: new Map(), photos: new Map() };
const failing = { read: false, write: false }; // the browser keeps nothing, or not any more

/** True while something is held by this page's memory alone. */
export function isHeldByMemory() {
  return Object.values(memory).some((map) => map.size > 0);
}

/** "full" or "none" while something is held by memory alone, or nothing can be kept; else "". */
export function storageTrouble() {
  if (failing.read || failing.write) return "none";
  return isHeldByMemory() ? "full" : "";
}

/** False where storage cannot be read: what waits in it is not known. */
export function isReadable() {
  return !failing.read;
}

/** Go on without storage when that is what failed; a fault of our own is thrown again. */
export function goOnWithout(fault, way = "read") {
  if (!isStorageFault(fault)) throw fault;
  if (fault.name !== "QuotaExceededError") failing[way] = true;
}

/** Write a locked value; where that fails, remember it instead. */
async function write(stores, value, work, otherwise) {
  try {
    await writeLocked("waiting", stores, value, work);
    Object.assign(failing, { read: false, write: false });
    return true;
  } catch (fault) {
    goOnWithout(fault, "write");
    otherwise();
    return false;
  }
}

/** Read or delete; where that fails, memory is all there is. */
async function attempt(work, otherwise) {
  try {
    const told = await withDb(work);
    failing.read = false;
    return told;
  } catch (fault) {
    goOnWithout(fault);
    return otherwise;
  }
}

/** Keep a draft, an answer or a notice of this user; again under the same id replaces it. */
export async function keep(store, value, user) {
  const id = value[STORES[store]];
  const row = { [STORES[store]]: id, user, n: Date.now() };
  const kept = await write(
    [store], value,
    (step, box) => [step.objectStore(store).put({ ...row, ...box })],
    () => memory[store].set(id, { user, value }),
  );
  if (kept) memory[store].delete(id);
}

/** Turn a draft into an answer that waits: both in one step, so that it is never there twice. Where
 * there is no room the draft stays as the answer's copy, until that is sent (`dropDraftOf`). */
export async function keepAnswer(answer, user, draftId) {
  const row = { uid: answer.uid, user, n: Date.now() };
  const kept = await write(
    ["waiting", "drafts"], answer,
    (step, box) => [step.objectStore("waiting").put({ ...row, ...box }), step.objectStore("drafts").delete(draftId)],
    () => memory.waiting.set(answer.uid, { user, value: answer }),
  );
  memory.drafts.delete(draftId);
  if (kept) memory.waiting.delete(answer.uid);
}

/** Turn an answer back into the draft that it was, in one step. */
export async function keepDraftAgain(draft, user, uid) {
  const row = { id: draft.id, user, n: Date.now() };
  const kept = await write(
    ["waiting", "drafts"], draft,
    (step, box) => [step.objectStore("drafts").put({ ...row, ...box }), step.objectStore("waiting").delete(uid)],
    () => memory.drafts.set(draft.id, { user, value: draft }),
  );
  memory.waiting.delete(uid);
  if (kept) memory.drafts.delete(draft.id);
}

/** Forget the draft that an answer came from, unless another visit was begun at that door. */
export async function dropDraftOf(answer) {
  if (!answer.draft) return;
  const there = await one("drafts", answer.draft.id).catch(goOnWithout);
  if (there && there.uid === answer.uid) await drop("drafts", there.id);
}

/** Write down what only memory holds, if there is room again. */
export async function writeRemembered() {
  for (const store of Object.keys(STORES)) {
    for (const { user, value } of [...memory[store].values()]) {
      await keep(store, value, user);
      if (store === "waiting" && !memory.waiting.has(value.uid)) await dropDraftOf(value);
    }
  }
  for (const [id, blob] of [...memory.photos]) await keepPhoto(...id.split("/"), blob);
}

function bytesOf(blob) {
  return new Response(blob).arrayBuffer(); // Blob.arrayBuffer is younger than the phones we promise
}

/** All of one user's, in the order in which they were kept. Raises where storage cannot be read:
 * what is not seen is not gone. */
export async function all(store, user) {
  const rows = (await withDb((base) => base.getAll(store))).filter((row) => row.user === user);
  rows.sort((one, other) => one.n - other.n);
  const values = await Promise.all(rows.map((row) => unlock("waiting", row)));
  const beside = [...memory[store].values()].filter((one) => one.user === user);
  const known = new Set(beside.map((one) => one.value[STORES[store]]));
  const kept = values.filter((one) => one && !known.has(one[STORES[store]]));
  return [...kept, ...beside.map((one) => one.value)];
}

export async function one(store, id) {
  const beside = memory[store].get(id);
  return beside ? beside.value : unlock("waiting", await withDb((base) => base.get(store, id)));
}

export async function drop(store, id) {
  memory[store].delete(id);
  await attempt((base) => base.delete(store, id));
}

/** How many answers wait on this phone, whoever gave them; `user` leaves one's own out. */
export async function countWaiting(user = null) {
  const rows = await attempt((base) => base.getAll("waiting"), []);
  return rows.filter((row) => row.user !== user).length;
}

/** Keep a picture of the draft or answer `uid`. */
export async function keepPhoto(uid, name, blob) {
  const [row, id] = [{ uid, name, type: blob.type }, `${uid}/${name}`];
  const kept = await write(
    ["photos"], await bytesOf(blob),
    (step, box) => [step.objectStore("photos").put({ ...row, ...box })],
    () => memory.photos.set(id, blob),
  );
  if (kept) memory.photos.delete(id);
}

/** A kept picture; null when it is gone. Raises where storage cannot be read. */
export async function photo(uid, name) {
  const beside = memory.photos.get(`${uid}/${name}`);
  if (beside) return beside;
  const row = await withDb((base) => base.get("photos", [uid, name]));
  const bytes = row && (await unlockBytes("waiting", row));
  return bytes ? new Blob([bytes], { type: row.type }) : null;
}

export async function dropPhoto(uid, name) {
  memory.photos.delete(`${uid}/${name}`);
  await attempt((base) => base.delete("photos", [uid, name]));
}

/** Forget all pictures of an answer. */
export async function dropPhotos(uid) {
  for (const id of [...memory.photos.keys()]) if (id.startsWith(`${uid}/`)) memory.photos.delete(id);
  await attempt((base) => base.delete("photos", IDBKeyRange.bound([uid, ""], [uid, "\uffff"])));
}
