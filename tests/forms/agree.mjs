// Says what the browser's side makes of forms: a question in JSON a line, its answer a line.
import { createInterface } from "node:readline";
import { check, faultOf, shown } from "../../frontend/src/field/checking.mjs";
import { evaluate } from "../../frontend/src/field/conditions.mjs";
import { know } from "../../frontend/src/field/words.mjs";

const ANSWER = {
  condition: ({ tree, answers, value, today }) => evaluate(tree, answers, { value, today }),
  check: ({ questions, answers, today }) => check(questions, answers, { today }),
  shown: ({ questions, answers, today }) => shown(questions, answers, { today }).map((one) => one.code),
  fault: ({ words, question, answers, today }) => {
    know({ zh: words });
    return faultOf(question, answers, { today });
  },
};
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  let found;
  try {
    found = [ANSWER[asked.ask](asked)];
  } catch (failed) {
    found = { failed: failed.stack };
  }
  console.log(JSON.stringify(found));
}
