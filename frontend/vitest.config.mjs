// Tests of the phone's JavaScript: frontend/tests/*.test.mjs, in Node, with a database in memory.
import { defineConfig } from "vitest/config";

export default defineConfig({
  cacheDir: "../.make/vitest",
  test: {
    include: ["tests/**/*.test.mjs"],
    setupFiles: ["tests/phone.mjs"],
    sequence: { shuffle: true }, // the order must not matter
    maxWorkers: 2,
    minWorkers: 1,
  },
});
