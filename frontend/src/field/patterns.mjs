// Whether a whole text is as a pattern says, in time linear in the text: all ways through the
// pattern are walked at once, so that no text makes a phone think for ever. Patterns come as trees
// (src/linli/forms/patterns.py), where the server lets RE2 say the same.

const compiled = new Map(); // the tree in JSON → its steps

export function matches(tree, said) {
  const key = JSON.stringify(tree);
  if (!compiled.has(key)) compiled.set(key, [...compile(tree), { is: "done" }]);
  const steps = compiled.get(key);
  const letters = [...said].map((letter) => letter.codePointAt(0));
  let ways = follow(steps, [0], letters, 0);
  for (let at = 0; at < letters.length && ways.length; at += 1) {
    const on = ways.filter((step) => holds(steps[step].ranges, letters[at])).map((step) => step + 1);
    ways = follow(steps, on, letters, at + 1);
  }
  return ways.some((step) => steps[step].is === "done");
}

// All steps that wait for a letter (or are done), reached from these without taking one.
function follow(steps, from, letters, at) {
  const seen = new Set();
  const open = [...from];
  while (open.length) {
    const here = open.pop();
    if (seen.has(here)) continue;
    seen.add(here);
    const step = steps[here];
    if (step.is === "fork") open.push(here + step.first, here + step.second);
    else if (step.is === "assert" && stands(step.what, letters, at)) open.push(here + 1);
  }
  return [...seen].filter((here) => ["letter", "done"].includes(steps[here].is));
}

function stands(what, letters, at) {
  if (what === "start") return at === 0;
  if (what === "end") return at === letters.length;
  return (isWord(letters[at - 1]) !== isWord(letters[at])) === (what === "edge");
}

function isWord(letter) {
  return letter !== undefined && letter < 128 && /\w/.test(String.fromCodePoint(letter));
}

function holds(ranges, letter) {
  return ranges !== undefined && ranges.some(([low, high]) => low <= letter && letter <= high);
}

// A pattern as steps; a fork says how far its two ways lie from itself.
function compile([word, ...parts]) {
  if (word === "set") return [{ is: "letter", ranges: parts[0] }];
  if (word === "cat") return parts.flatMap(compile);
  if (word === "alt") return parts.map(compile).reduceRight((rest, way) => either(way, rest));
  if (word === "rep") return repeated(compile(parts[0]), parts[1], parts[2]);
  return [{ is: "assert", what: word }];
}

function fork(first, second) {
  return { is: "fork", first, second };
}

function either(way, rest) {
  const past = fork(rest.length + 1, rest.length + 1);
  return [fork(1, way.length + 2), ...way, past, ...rest];
}

function repeated(way, least, most) {
  const must = Array.from({ length: least }, () => way).flat();
  if (most === null) return [...must, fork(1, way.length + 2), ...way, fork(-way.length - 1, 1)];
  const may = Array.from({ length: most - least }, (_none, number) => {
    const left = most - least - number;
    return [fork(1, left * (way.length + 1)), ...way];
  }).flat();
  return [...must, ...may];
}
