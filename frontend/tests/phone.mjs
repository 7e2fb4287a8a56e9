// What a browser has and Node has not, for the tests of the phone: run before each file.
import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";
import { vi } from "vitest";
import { knowAddresses } from "../src/field/addresses.mjs";
import { know } from "../src/field/words.mjs";

vi.stubGlobal("navigator", { onLine: true });
vi.stubGlobal("document", { documentElement: {} });
knowAddresses({ bundle: "/bundle/", answers: "/answers/", count: "/photos/:uid/", photo: "/photos/:uid/:name/" });

/** A table that the server is held against, too: tests/forms/<name>.json. */
export function table(name) {
  const file = new URL(`../../tests/forms/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Let the phone's words be their codes: t("save") is "save", in both languages. */
export function speakInCodes() {
  const codes = new Proxy({}, { get: (words, code) => code });
  know({ zh: codes, en: codes });
}
