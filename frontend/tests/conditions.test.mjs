import { describe, expect, test } from "vitest";
import { evaluate, holds } from "../src/field/conditions.mjs";
import { table } from "./phone.mjs";

const { answers, gives, today } = table("conditions");
const { trees } = table("sent");

describe("a condition means what the table says", () => {
  test.each(gives)("%s", (condition, meaning, value = null) => {
    expect(evaluate(trees[condition], answers, { value, today })).toBe(meaning);
  });
});

test("a condition that is not there is always met", () => {
  expect(holds(null, {}, { today })).toBe(true);
  expect(holds(undefined, {}, { today })).toBe(true);
});

test("a number that JSON cannot say is as if nothing was answered", () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    expect(evaluate(["=", ["self"], ["literal", ""]], {}, { value, today })).toBe(true);
  }
});
