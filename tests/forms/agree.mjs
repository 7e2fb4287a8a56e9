// Says what the phone's side makes of forms: a question in JSON a line, its answer a line.
import { createInterface } from "node:readline";
import { check, shown, tidied } from "../../frontend/src/field/checking.mjs";
import { evaluate } from "../../frontend/src/field/conditions.mjs";

globalThis.navigator = globalThis.navigator || { onLine: true }; // Node 20 has none
const { answersOf } = await import("../../frontend/src/field/flow.mjs");
const ANSWERS = {
  condition: ({ tree, answers, value, today }) => evaluate(tree, answers, { value, today }),
  check: ({ questions, answers, today }) => check(questions, answers, { today }),
  shown: ({ questions, answers, today }) => shown(questions, answers, { today }).map(({ code }) => code),
  sent: ({ questions, answers }) => answersOf({ questions, answers, known: {}, masked: [] }),
  tidied: ({ said }) => tidied(said),
};
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let answer;
  try {
    answer = [ANSWERS[question.ask](question)];
  } catch (failed) {
    answer = { failed: failed.stack };
  }
  console.log(JSON.stringify(answer));
}
