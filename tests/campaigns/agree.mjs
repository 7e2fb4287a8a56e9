// Says what the browser's side makes of forms: a question in JSON a line, its answer a line.
import { createInterface } from "node:readline";
import { evaluate } from "../../frontend/src/field/conditions.mjs";

const ANSWER = {
  condition: ({ tree, answers, value, today }) => evaluate(tree, answers, { value, today }),
};
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  console.log(JSON.stringify(ANSWER[asked.ask](asked)));
}
