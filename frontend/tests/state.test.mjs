import { afterEach, expect, test, vi } from "vitest";
import { endsAt, isLoginOver } from "../src/field/state.mjs";

afterEach(() => vi.restoreAllMocks());

test("a clock that somebody sets does not end the log-in; time that passes does", () => {
  const [at, tick] = [Date.now(), performance.now()];
  endsAt(at + 60_000);
  vi.spyOn(Date, "now").mockReturnValue(at + 30 * 86_400_000);
  expect(isLoginOver()).toBe(false);
  vi.spyOn(performance, "now").mockReturnValue(tick + 61_000);
  expect(isLoginOver()).toBe(true);
});
