// Locks what the pages are built from, without a host name: npm leaves the addresses of funds in
// the lock file, which no installation reads.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

execFileSync("npm", ["install", "--package-lock-only"], { stdio: "inherit" });
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
for (const locked of Object.values(lock.packages)) delete locked.funding;
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
