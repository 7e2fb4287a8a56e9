import { describe, expect, test } from "vitest";
import { check, faultOf, optionsOpen, shown } from "../src/field/checking.mjs";
import { know } from "../src/field/words.mjs";
import { table } from "./phone.mjs";

const { kept, problems, asked, today } = table("validation");
const { questions } = table("sent");
const checked = (answers) => check(questions, answers, { today });
const inShort = (answers) => JSON.stringify(answers).slice(0, 70);

describe("answers are kept tidily and without what is not asked", () => {
  test.each(kept.map(([given, stays]) => [inShort(given), given, stays]))("%s", (_name, given, stays) => {
    expect(checked(given)).toEqual({ kept: stays, problems: {} });
  });
  test.each(kept.map(([, stays]) => [inShort(stays), stays]))("a second time changes nothing: %s", (_name, stays) => {
    expect(checked(stays).kept).toEqual(stays);
  });
});

describe("what cannot be right is refused", () => {
  test.each(problems.map(([given, wrong]) => [inShort(given), given, wrong]))("%s", (_name, given, wrong) => {
    const names = Object.entries(checked(given).problems).map(([at, [name]]) => [at, name]);
    expect(Object.fromEntries(names)).toEqual(wrong);
  });
});

describe("these questions are asked, in this order", () => {
  test.each(asked.map(([given, codes]) => [inShort(given), given, codes]))("%s", (_name, given, codes) => {
    expect(shown(questions, given, { today }).map((question) => question.code)).toEqual(codes);
  });
});

describe("a sentence says what is wrong with one answer", () => {
  const question = (code) => questions.find((each) => each.code === code);
  const fault = (code, answers) => faultOf(question(code), answers, { today });
  const words = new Proxy({}, { get: (_all, code) => `${code} %(most)s` });

  test.each([
    ["insured", {}, "fault_required undefined"],
    ["words", { words: "x".repeat(11) }, "fault_letters 10"],
    ["since", { since: "2026-11-26" }, "fault_constraint undefined"],
    ["people", { insured: "no", people: [{ is_child: "no" }] }, "fault_required undefined"],
    ["where", { where: "K7PM2QX4" }, ""],
  ])("%s", (code, answers, sentence) => {
    know({ zh: words });
    expect(fault(code, answers)).toBe(sentence);
  });

  test("the form's own, where it has one", () => {
    const age = {
      code: "age", type: "number",
      constraint: { tree: ["<", ["self"], ["literal", 120]] },
      constraint_says: { zh: "不超过 120 岁。", en: "Nobody is that old." },
    };
    expect(faultOf(age, { age: 130 }, { today })).toBe("不超过 120 岁。");
    expect(faultOf(age, { age: 13 }, { today })).toBe("");
  });
});

test("what was chosen before limits what may be chosen", () => {
  const first = { code: "first", type: "select_one", options_from: "wishes" };
  expect(optionsOpen(first, { wishes: ["lamp", 3, "lift"] })).toEqual(["lamp", "lift"]);
  expect(optionsOpen(first, {})).toEqual([]);
});
