import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  all, countWaiting, drop, dropDraftOf, dropPhotos, keep, keepAnswer, keepPhoto, one, photo, storageTrouble,
  writeRemembered,
} from "../src/field/kept.mjs";
import { db, forget, keepBundle, keptBundle } from "../src/field/vault.mjs";

const ANSWER = { uid: "a-1", door: 7, answers: { words: "路灯不亮" } };
const STORES = ["keys", "kept", "waiting", "drafts", "photos", "notices"];
const soon = () => Date.now() + 60_000;

beforeEach(async () => {
  const base = await db();
  await Promise.all(STORES.map((store) => base.clear(store)));
});

afterEach(() => vi.restoreAllMocks());

test("an answer comes back as it was kept", async () => {
  await keep("waiting", ANSWER, 1);
  expect(await one("waiting", "a-1")).toEqual(ANSWER);
  expect(await countWaiting()).toBe(1);
  expect(await countWaiting(1)).toBe(0);
  await drop("waiting", "a-1");
  expect(await countWaiting()).toBe(0);
});

test("whoever reads the phone's storage finds no word of an answer", async () => {
  await keep("waiting", ANSWER, 1);
  const [{ iv, locked, ...beside }] = await (await db()).getAll("waiting");
  expect(Object.keys(beside).sort()).toEqual(["n", "uid", "user"]);
  expect(new TextDecoder().decode(locked)).not.toContain("路灯");
  const { key } = await (await db()).get("keys", "waiting");
  expect(key.extractable).toBe(false);
});

test("a picture comes back with its type, and goes with its answer", async () => {
  await keepPhoto("a-1", "pictures-0", new Blob(["light"], { type: "image/webp" }));
  const kept = await photo("a-1", "pictures-0");
  expect([await kept.text(), kept.type]).toEqual(["light", "image/webp"]);
  await dropPhotos("a-1");
  expect(await photo("a-1", "pictures-0")).toBeNull();
});

test("who signs out forgets the households, and not what waits", async () => {
  await keepBundle({ me: { id: 1 } }, soon());
  await keep("waiting", ANSWER, 1);
  await forget();
  expect(await keptBundle()).toEqual({ bundle: null, until: 0, isOver: false });
  expect(await one("waiting", "a-1")).toEqual(ANSWER);
  await drop("waiting", "a-1");
  await forget();
  expect(await (await db()).getAllKeys("keys")).toEqual([]);
});

test("a bundle whose log-in is over by the clock is locked, and there again once the clock is right", async () => {
  await keepBundle({ me: { id: 1 } }, soon());
  const at = Date.now();
  vi.spyOn(Date, "now").mockReturnValue(at + 30 * 86_400_000);
  expect(await keptBundle()).toMatchObject({ bundle: null, isOver: true });
  vi.restoreAllMocks();
  expect(await keptBundle()).toMatchObject({ bundle: { me: { id: 1 } }, isOver: false });
});

test("a connection that the browser has dropped is opened once more", async () => {
  (await db()).close();
  await keep("drafts", { id: "1:2:3", words: "打了半句" }, 1);
  expect(await one("drafts", "1:2:3")).toEqual({ id: "1:2:3", words: "打了半句" });
  (await db()).close();
  expect(await all("drafts", 1)).toHaveLength(1);
  expect(storageTrouble()).toBe("");
});

/** From now on a browser's storage refuses what `refuses(store, value)` says, by that name. */
function refuse(name, refuses = () => true) {
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function refusing(...given) {
    if (refuses(this.name, ...given)) throw new DOMException("no", name);
    return put.apply(this, given);
  });
}

test.each([
  ["DataCloneError", "none"], // a private window that stores no key
  ["InvalidStateError", "none"], // dropped, and dropped again
  ["QuotaExceededError", "full"],
])("where storage fails (%s) nothing is lost while the page is open", async (name, trouble) => {
  refuse(name);
  await keep("drafts", { id: "1:2:3", words: "打了半句" }, 1);
  await keepPhoto("a-1", "face-0", new Blob(["light"]));
  expect(storageTrouble()).toBe(trouble);
  expect(await one("drafts", "1:2:3")).toMatchObject({ words: "打了半句" });
  expect(await (await photo("a-1", "face-0")).text()).toBe("light");
  vi.restoreAllMocks();
  await writeRemembered();
  expect(storageTrouble()).toBe("");
  expect(await (await db()).getAllKeys("photos")).toEqual([["a-1", "face-0"]]);
  expect(await one("drafts", "1:2:3")).toMatchObject({ words: "打了半句" });
});

test("a fault of our own is no fault of the storage", async () => {
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new TypeError("ours");
  });
  await expect(keep("waiting", ANSWER, 1)).rejects.toThrow("ours");
});

test("an answer that a full phone could not keep leaves no ghost of its draft", async () => {
  const draft = { id: "1:2:3", uid: "a-1" };
  await keep("drafts", draft, 1);
  refuse("QuotaExceededError", (store) => store === "waiting");
  await keepAnswer({ ...ANSWER, draft }, 1, draft.id);
  expect(await one("drafts", draft.id)).toEqual(draft); // its copy, should the page be closed
  vi.restoreAllMocks();
  await writeRemembered();
  expect(await one("drafts", draft.id)).toBeNull();
  expect(await all("waiting", 1)).toHaveLength(1);
  expect(storageTrouble()).toBe("");
});

test("the draft of another visit to that door stays", async () => {
  await keep("drafts", { id: "1:2:3", uid: "a-2" }, 1);
  await dropDraftOf({ ...ANSWER, draft: { id: "1:2:3", uid: "a-1" } });
  expect(await one("drafts", "1:2:3")).toMatchObject({ uid: "a-2" });
});

test("storage that cannot be read is not taken for empty", async () => {
  vi.spyOn(IDBObjectStore.prototype, "get").mockImplementation(() => {
    throw new DOMException("lost", "UnknownError");
  });
  await expect(photo("a-1", "face-0")).rejects.toThrow("lost");
});
