// What a phone keeps: an IndexedDB in which everything about people is encrypted (AES-GCM) with
// keys that never leave the browser. To destroy a key is to destroy what it locked.
//   facts   the bundle: gone with the log-in
//   waiting drafts, answers and photos: kept until they are sent
import { openDB } from "idb";

const NAME = "linli-field";
const ALGORITHM = { name: "AES-GCM", length: 256 };
const IV_BYTES = 12;
export const STORES = { waiting: "uid", drafts: "id", notices: "uid" };

let opened;

/** The database, opened once. */
export function db() {
  opened = opened || openDB(NAME, 1, { upgrade: build, blocking: close, terminated: close });
  return opened;
}

function build(base) {
  base.createObjectStore("keys");
  base.createObjectStore("kept");
  for (const [store, keyPath] of Object.entries(STORES)) base.createObjectStore(store, { keyPath });
  base.createObjectStore("photos", { keyPath: ["uid", "name"] });
}

async function close() {
  const base = await opened;
  opened = undefined;
  base.close();
}

/** The key of that name, {id, key}; made when it is first needed, by whichever tab is first. */
async function keyOf(name) {
  const base = await db();
  const there = await base.get("keys", name);
  if (there) return there;
  const key = await crypto.subtle.generateKey(ALGORITHM, false, ["encrypt", "decrypt"]);
  const fresh = { id: `${Date.now()}-${Math.random()}`, key };
  const step = base.transaction("keys", "readwrite");
  const first = await step.store.get(name);
  if (!first) await step.store.put(fresh, name);
  await step.done;
  return first || fresh;
}

/** Anything that JSON can say, or bytes, locked: {iv, locked}. */
async function lock({ key }, value) {
  const plain = value instanceof ArrayBuffer ? value : new TextEncoder().encode(JSON.stringify(value));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  return { iv, locked: await crypto.subtle.encrypt({ ...ALGORITHM, iv }, key, plain) };
}

/** Write into `stores` what is locked with the key of that name: `work(step, box)` says how.
 *
 * The key is there when it is written, even if somebody signed out in between: what is kept can
 * be opened again.
 */
export async function writeLocked(name, stores, value, work) {
  const base = await db();
  const key = await keyOf(name);
  const box = await lock(key, value);
  const step = base.transaction([...stores, "keys"], "readwrite");
  const there = await step.objectStore("keys").get(name);
  if (there && there.id !== key.id) {
    await step.done; // another tab has made a new key meanwhile
    return writeLocked(name, stores, value, work);
  }
  if (!there) step.objectStore("keys").put(key, name);
  return Promise.all([...work(step, box), step.done]);
}

/** The bytes that were locked; null when the key is gone. */
export async function unlockBytes(name, box) {
  const there = await (await db()).get("keys", name);
  if (!there) return null;
  try {
    return await crypto.subtle.decrypt({ ...ALGORITHM, iv: box.iv }, there.key, box.locked);
  } catch {
    return null; // another key's: what it locked is gone
  }
}

/** What was locked; null when the key is gone. */
export async function unlock(name, box) {
  const plain = box && (await unlockBytes(name, box));
  return plain ? JSON.parse(new TextDecoder().decode(plain)) : null;
}

/** Keep the bundle until its log-in ends, given as a time of this phone's clock. */
export async function keepBundle(bundle, until) {
  await writeLocked("facts", ["kept"], bundle, (step, box) => [
    step.objectStore("kept").put({ ...box, until }, "bundle"),
  ]);
}

/** The bundle; null when there is none, or its log-in is over. */
export async function keptBundle() {
  const row = await (await db()).get("kept", "bundle");
  if (!row) return null;
  if (row.until > Date.now()) return unlock("facts", row);
  await forget();
  return null;
}

/** Destroy what is known of households; the key of what waits, too, once nothing does. */
export async function forget() {
  const base = await db();
  const step = base.transaction(["keys", "kept", "waiting", "drafts", "photos", "notices"], "readwrite");
  step.objectStore("keys").delete("facts");
  step.objectStore("kept").delete("bundle");
  const counts = ["waiting", "drafts", "photos", "notices"].map((store) => step.objectStore(store).count());
  const waiting = (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
  if (!waiting) step.objectStore("keys").delete("waiting");
  await step.done;
}
