// What a phone keeps: an IndexedDB in which everything about people is encrypted (AES-GCM) with
// keys that never leave the browser. To destroy a key is to destroy what it locked.
//   facts   the bundle: gone with the log-in
//   outbox  drafts, answers and photos: kept until they are sent
import { openDB } from "idb";

const NAME = "linli-field";
const ALGORITHM = { name: "AES-GCM", length: 256 };
const IV_BYTES = 12;
export const STORES = { outbox: "uid", drafts: "id", notices: "uid" };

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

/** The key of that name; made when it is first needed, by whichever tab is first. */
async function keyOf(name) {
  const base = await db();
  const there = await base.get("keys", name);
  if (there) return there;
  const fresh = await crypto.subtle.generateKey(ALGORITHM, false, ["encrypt", "decrypt"]);
  const step = base.transaction("keys", "readwrite");
  const first = await step.store.get(name);
  if (!first) await step.store.put(fresh, name);
  await step.done;
  return first || fresh;
}

/** Lock anything that JSON can say, or bytes: {iv, locked}. */
export async function lock(name, value) {
  const plain = value instanceof ArrayBuffer ? value : new TextEncoder().encode(JSON.stringify(value));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const locked = await crypto.subtle.encrypt({ ...ALGORITHM, iv }, await keyOf(name), plain);
  return { iv, locked };
}

/** The bytes that `lock` locked; null when the key is gone. */
export async function unlockBytes(name, box) {
  const key = await (await db()).get("keys", name);
  if (!key) return null;
  try {
    return await crypto.subtle.decrypt({ ...ALGORITHM, iv: box.iv }, key, box.locked);
  } catch {
    return null; // another key's: what it locked is gone
  }
}

/** What `lock` locked; null when the key is gone. */
export async function unlock(name, box) {
  const plain = box && (await unlockBytes(name, box));
  return plain ? JSON.parse(new TextDecoder().decode(plain)) : null;
}

/** Keep the bundle until its log-in ends, given as a time of this phone's clock. */
export async function keepBundle(bundle, until) {
  const box = await lock("facts", bundle);
  await (await db()).put("kept", { ...box, until }, "bundle");
}

/** The bundle; null when there is none, or its log-in is over. */
export async function keptBundle() {
  const row = await (await db()).get("kept", "bundle");
  if (!row) return null;
  if (row.until > Date.now()) return unlock("facts", row);
  await forget();
  return null;
}

/** Destroy what is known of households; the key of the outbox, too, once nothing waits. */
export async function forget() {
  const base = await db();
  const step = base.transaction(["keys", "kept", "outbox", "drafts", "photos", "notices"], "readwrite");
  step.objectStore("keys").delete("facts");
  step.objectStore("kept").delete("bundle");
  step.objectStore("notices").clear();
  const counts = ["outbox", "drafts", "photos"].map((store) => step.objectStore(store).count());
  const waiting = (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
  if (!waiting) step.objectStore("keys").delete("outbox");
  await step.done;
}
