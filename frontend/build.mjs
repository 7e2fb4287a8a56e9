// Builds the front end: bundles frontend/src/*.js and gathers the icons that the pages use.
import { build } from "esbuild";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const web = join(root, "src/linli/faces/web");
const out = join(web, "static/web/dist");
const source = join(here, "src");
const lucide = join(root, "node_modules/lucide-static/icons");

// Every icon name in a template ({% icon "phone" %}, icon="phone"), in Python ("icon": "phone") or
// in a script (icon("phone")).
const NAMED = /\bicon["']?\s*[=:( ]\s*["']([a-z0-9-]+)["']/g;

function files(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(html|py|m?js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((name) => !name.includes("/dist/"));
}

function iconsUsed() {
  const names = new Set();
  for (const file of [web, source].flatMap(files)) {
    for (const match of readFileSync(file, "utf8").matchAll(NAMED)) names.add(match[1]);
  }
  return [...names].sort();
}

function symbol(name) {
  let svg;
  try {
    svg = readFileSync(join(lucide, `${name}.svg`), "utf8");
  } catch {
    throw new Error(`There is no lucide icon named "${name}". See lucide.dev for the names.`);
  }
  const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${inside.replace(/\s*\n\s*/g, "")}</symbol>`;
}

mkdirSync(out, { recursive: true });
const names = iconsUsed();
writeFileSync(
  join(out, "icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>\n`,
);
await build({
  entryPoints: readdirSync(source).filter((name) => name.endsWith(".js")).map((name) => join(source, name)),
  outdir: out,
  bundle: true,
  minify: true,
  target: "es2019",
  format: "iife",
  legalComments: "none",
});
console.log(`front end built: ${names.length} icons`);
