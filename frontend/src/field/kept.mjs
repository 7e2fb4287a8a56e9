// Answers, drafts, photos and notices on the phone. Where storage is full they stay in this page's
// memory and `isFull` says so: nothing is lost while the page is open, and it asks to be uploaded.
import { STORES, db, unlock, unlockBytes, writeLocked } from "./vault.mjs";

const memory = { waiting: new Map(), drafts: new Map(), notices: new Map(), photos: new Map() };

/** True while something is held by memory alone. */
export function isFull() {
  return Object.values(memory).some((map) => map.size > 0);
}

/** Write a locked value; where there is no room, remember it instead. */
async function write(stores, value, work, otherwise) {
  try {
    await writeLocked("waiting", stores, value, work);
    return true;
  } catch (fault) {
    if (fault.name !== "QuotaExceededError") throw fault;
    otherwise();
    return false;
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

/** Turn a draft into an answer that waits: both in one step, so that it is never there twice. */
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

/** All of one user's, in the order in which they were kept. */
export async function all(store, user) {
  const rows = (await (await db()).getAll(store)).filter((row) => row.user === user);
  rows.sort((one, other) => one.n - other.n);
  const values = await Promise.all(rows.map((row) => unlock("waiting", row)));
  const beside = [...memory[store].values()].filter((one) => one.user === user);
  const known = new Set(beside.map((one) => one.value[STORES[store]]));
  const kept = values.filter((one) => one && !known.has(one[STORES[store]]));
  return [...kept, ...beside.map((one) => one.value)];
}

export async function one(store, id) {
  const beside = memory[store].get(id);
  return beside ? beside.value : unlock("waiting", await (await db()).get(store, id));
}

export async function drop(store, id) {
  memory[store].delete(id);
  await (await db()).delete(store, id);
}

/** How many answers wait on this phone, whoever gave them; `user` leaves one's own out. */
export async function countWaiting(user = null) {
  const rows = await (await db()).getAll("waiting");
  return rows.filter((row) => row.user !== user).length;
}

/** Keep a picture of the draft or answer `uid`. */
export async function keepPhoto(uid, name, blob) {
  const row = { uid, name, type: blob.type };
  await write(
    ["photos"], await blob.arrayBuffer(),
    (step, box) => [step.objectStore("photos").put({ ...row, ...box })],
    () => memory.photos.set(`${uid}/${name}`, blob),
  );
}

export async function photo(uid, name) {
  const beside = memory.photos.get(`${uid}/${name}`);
  if (beside) return beside;
  const row = await (await db()).get("photos", [uid, name]);
  const bytes = row && (await unlockBytes("waiting", row));
  return bytes ? new Blob([bytes], { type: row.type }) : null;
}

export async function dropPhoto(uid, name) {
  memory.photos.delete(`${uid}/${name}`);
  await (await db()).delete("photos", [uid, name]);
}

/** Forget all pictures of an answer. */
export async function dropPhotos(uid) {
  for (const id of [...memory.photos.keys()]) if (id.startsWith(`${uid}/`)) memory.photos.delete(id);
  await (await db()).delete("photos", IDBKeyRange.bound([uid, ""], [uid, "\uffff"]));
}
