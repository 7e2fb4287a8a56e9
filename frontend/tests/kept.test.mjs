import { beforeEach, expect, test } from "vitest";
import { countWaiting, drop, dropPhotos, keep, keepPhoto, one, photo } from "../src/field/kept.mjs";
import { db, forget, keepBundle, keptBundle } from "../src/field/vault.mjs";

const ANSWER = { uid: "a-1", door: 7, answers: { words: "路灯不亮" } };
const STORES = ["keys", "kept", "waiting", "drafts", "photos", "notices"];
const soon = () => Date.now() + 60_000;

beforeEach(async () => {
  const base = await db();
  await Promise.all(STORES.map((store) => base.clear(store)));
});

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
  expect(await keptBundle()).toBeNull();
  expect(await one("waiting", "a-1")).toEqual(ANSWER);
  await drop("waiting", "a-1");
  await forget();
  expect(await (await db()).getAllKeys("keys")).toEqual([]);
});

test("a bundle whose log-in is over is gone", async () => {
  await keepBundle({ me: { id: 1 } }, Date.now() - 1);
  expect(await keptBundle()).toBeNull();
  expect(await (await db()).get("kept", "bundle")).toBeUndefined();
});
