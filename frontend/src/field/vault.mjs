// What a phone keeps: an IndexedDB in which everything about people is encrypted (AES-GCM) with
// keys that never leave the browser. To destroy a key is to destroy what it locked.
//   facts   the bundle: gone with the log-in
//   waiting drafts, answers and photos: kept until they are sent
import { openDB } from "idb";

const NAME = "linli-field";
const OPEN_MS = 5000; // a browser that has not opened it by then will not
const DROPPED = ["InvalidStateError", "UnknownError", "AbortError"]; // as iOS does in the background
const ALGORITHM = { name: "AES-GCM", length: 256 };
const IV_BYTES = 12;
export const STORES = { waiting: "uid", drafts: "id", notices: "uid" };

let opened;
let isStuck = false;

/** The database, opened once. */
export function db() {
  if (isStuck) return Promise.reject(stuck());
  opened = opened || inTime(openDB(NAME, 1, { upgrade: build, blocking: close, terminated: close }));
  return opened;
}

function inTime(opening) {
  const late = new Promise((resolve, reject) => {
    const alarm = setTimeout(() => {
      isStuck = true;
      reject(stuck());
    }, OPEN_MS);
    const settle = () => {
      clearTimeout(alarm);
      isStuck = false;
    };
    opening.then(settle, settle);
  });
  return Promise.race([opening, late]);
}

function stuck() {
  return new DOMException("the database does not open", "TimeoutError");
}

/** True for what a browser does to a page: no room, no storage, a connection that was dropped. */
export function isStorageFault(fault) {
  return fault instanceof DOMException;
}

/** Work with the database. When the browser has dropped the connection, it is opened once more;
 * `work` may thus happen twice. */
export async function withDb(work) {
  try {
    return await work(await db());
  } catch (fault) {
    if (!DROPPED.includes(fault.name)) throw fault;
    opened = undefined;
    return work(await db());
  }
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
  if (base) base.close();
}

/** The key of that name, {id, key}; made when it is first needed, by whichever tab is first. */
async function keyOf(base, name) {
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
export function writeLocked(name, stores, value, work) {
  return withDb((base) => writeInto(base, name, stores, value, work));
}

async function writeInto(base, name, stores, value, work) {
  const key = await keyOf(base, name);
  const box = await lock(key, value);
  const step = base.transaction([...stores, "keys"], "readwrite");
  const there = await step.objectStore("keys").get(name);
  if (there && there.id !== key.id) {
    await step.done; // another tab has made a new key meanwhile
    return writeInto(base, name, stores, value, work);
  }
  if (!there) step.objectStore("keys").put(key, name);
  return Promise.all([...work(step, box), step.done]);
}

/** The bytes that were locked; null when the key is gone. */
export async function unlockBytes(name, box) {
  const there = await withDb((base) => base.get("keys", name));
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

/** What was kept: `bundle`, null when there is none, and `until` when its log-in holds. By the
 * phone's clock it may be over (`isOver`): then the bundle stays locked. A clock that runs ahead
 * destroys nothing; the house's word does. */
export async function keptBundle() {
  const row = await withDb((base) => base.get("kept", "bundle"));
  if (!row) return { bundle: null, until: 0, isOver: false };
  const isOver = row.until <= Date.now();
  return { bundle: isOver ? null : await unlock("facts", row), until: row.until, isOver };
}

/** Destroy what is known of households; the key of what waits, too, once nothing does. */
export function forget() {
  return withDb(forgetIn);
}

async function forgetIn(base) {
  const step = base.transaction(["keys", "kept", "waiting", "drafts", "photos", "notices"], "readwrite");
  step.objectStore("keys").delete("facts");
  step.objectStore("kept").delete("bundle");
  const counts = ["waiting", "drafts", "photos", "notices"].map((store) => step.objectStore(store).count());
  const waiting = (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
  if (!waiting) step.objectStore("keys").delete("waiting");
  await step.done;
}
