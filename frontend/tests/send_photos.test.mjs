import { beforeEach, expect, test, vi } from "vitest";
import { keepPhoto } from "../src/field/kept.mjs";
import { Uncounted, isCounted, sendPhotos, stateOf } from "../src/field/send_photos.mjs";
import { Said, Silent } from "../src/field/talk.mjs";
import { speakInCodes } from "./phone.mjs";

const NAMES = ["face-0", "face-1", "name-0"];
const ANSWER = { uid: "a-1", what: "visit", photos: NAMES, taken: true };
let house; // what stands behind fetch: pictures by name, and how it treats them

beforeEach(async () => {
  speakInCodes();
  house = { held: new Map(), said: {}, lost: null, keeps: () => true };
  vi.stubGlobal("document", { documentElement: {}, cookie: "" });
  vi.stubGlobal("fetch", answer);
  for (const name of NAMES) await keepPhoto("a-1", name, new Blob([name]));
});

async function answer(path, { method, body }) {
  const [, name] = path.split("?")[0].match(/a-1[/](?:([^/]+)[/])?$/);
  if (!name && house.counts) return reply(...house.counts);
  if (!name) {
    house.lost = JSON.parse(body).lost;
    return reply(200, { held: [...house.held.keys()].filter(house.keeps), lost: house.lost, refused: {} });
  }
  if (house.said[name]) return reply(house.said[name], { sentence: `no to ${name}` });
  if (method === "PUT") house.held.set(name, await body.text());
  if (method === "PUT") return reply(200, { held: body.size });
  return reply(200, { held: house.held.has(name) && house.keeps(name) ? -1 : 0 });
}

function reply(status, told) {
  return new Response(JSON.stringify(told), { status, headers: { "Content-Type": "application/json" } });
}

const keep = async (kept) => kept;
const states = (kept) => NAMES.map((name) => stateOf(kept, name));

test("every picture arrives and is counted", async () => {
  const sent = await sendPhotos(ANSWER, keep);
  expect(states(sent)).toEqual(["held", "held", "held"]);
  expect(isCounted(sent)).toBe(true);
  expect(house.lost).toEqual({});
});

test("one that is gone from the phone is told, and the signature behind it arrives", async () => {
  const sent = await sendPhotos({ ...ANSWER, photos: ["evicted-0", ...NAMES] }, keep);
  expect(stateOf(sent, "evicted-0")).toBe("gone");
  expect(states(sent)).toEqual(["held", "held", "held"]);
  expect(house.lost).toEqual({ "evicted-0": "gone" });
  expect(isCounted(sent)).toBe(true);
});

test("one that the house refuses does not stop the others", async () => {
  house.said["face-0"] = 400;
  const sent = await sendPhotos(ANSWER, keep);
  expect(states(sent)).toEqual(["refused", "held", "held"]);
  expect(sent.pictures["face-0"].sentence).toBe("no to face-0");
  expect(house.lost).toEqual({ "face-0": "refused" });
});

test("one at which the house stumbles waits, and the others are sent meanwhile", async () => {
  house.said["face-0"] = 500;
  let last = ANSWER;
  const keeping = async (kept) => (last = kept);
  await expect(sendPhotos(ANSWER, keeping)).rejects.toBeInstanceOf(Said);
  expect(states(last)).toEqual(["waiting", "sent", "sent"]);
  expect(isCounted(last)).toBe(false);
  house.said = {};
  expect(isCounted(await sendPhotos(last, keeping))).toBe(true);
});

test("a picture without a byte in it is told as unreadable", async () => {
  await keepPhoto("a-1", "face-0", new Blob([]));
  const sent = await sendPhotos(ANSWER, keep);
  expect(states(sent)).toEqual(["unreadable", "held", "held"]);
  expect(house.lost).toEqual({ "face-0": "unreadable" });
});

test("what can never be counted, such as for a closed matter, is told apart from what may pass", async () => {
  house.counts = [409, { code: "out_of_date", sentence: "已办结" }];
  await expect(sendPhotos(ANSWER, keep)).rejects.toEqual(new Uncounted("已办结"));
  house.counts = [429, { code: "too_many", sentence: "等一下" }];
  await expect(sendPhotos(ANSWER, keep)).rejects.toBeInstanceOf(Said);
});

test("without signal nothing is given up", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  await expect(sendPhotos(ANSWER, keep)).rejects.toBeInstanceOf(Silent);
});

test("what the house took and does not have is sent again, and not for ever", async () => {
  house.keeps = (name) => name !== "face-1";
  let sent = await sendPhotos(ANSWER, keep);
  expect(states(sent)).toEqual(["held", "waiting", "held"]);
  house.keeps = () => true;
  expect(states(await sendPhotos(sent, keep))).toEqual(["held", "held", "held"]);
  house.keeps = (name) => name !== "face-1";
  for (const _try of [1, 2]) sent = await sendPhotos(sent, keep);
  expect(stateOf(sent, "face-1")).toBe("refused");
});
