import { expect, test } from "vitest";
import { answersSeen } from "../src/field/flow.mjs";

test("an entry of a repeat sees what was answered before it, whatever its type", () => {
  const questions = [
    { code: "many", type: "number" },
    { code: "words", type: "text" },
    { code: "guests", type: "repeat", questions: [{ code: "who", type: "text" }] },
  ];
  const entry = { who: "小李" };
  const draft = { questions, answers: { many: 3, words: "路灯", guests: [{}, entry] } };
  expect(answersSeen(draft, entry)).toMatchObject({ many: 3, words: "路灯", who: "小李" });
});
