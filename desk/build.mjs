// Builds the desk into ../src/dragoman/desk: index.html, assets named by their digest, LICENSES of what is bundled.
// The same lock file gives the same bytes: nothing of the clock or the folder goes into the files.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "dragoman", "desk");
process.chdir(here);
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "assets"), { recursive: true });

const result = await build({
  entryPoints: { desk: "src/main.tsx" },
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "esm",
  target: ["es2022"],
  jsx: "automatic",
  jsxImportSource: "preact",
  loader: { ".json": "file", ".woff2": "file" },
  outdir: join(out, "assets"),
  publicPath: "/assets",
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const icon = readFileSync("src/icon.svg");
const iconName = `icon-${createHash("sha256").update(icon).digest("hex").slice(0, 8).toUpperCase()}.svg`;
writeFileSync(join(out, "assets", iconName), icon);
const made = Object.keys(result.metafile.outputs).map((path) => path.split("/").pop());
const named = (ending) => `/assets/${made.find((name) => name.startsWith("desk-") && name.endsWith(ending))}`;
const page = readFileSync("src/index.html", "utf8")
  .replace("SCRIPT", named(".js"))
  .replace("STYLE", named(".css"))
  .replace("ICON", `/assets/${iconName}`);
writeFileSync(join(out, "index.html"), page);

const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) packages.add(found[1]);
}
const parts = [...packages].sort().map((name) => {
  const folder = join("node_modules", name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} ${about.version} brings no licence text: add it by hand or leave the package out`);
  return `${name} ${about.version} (${about.license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});
const lead =
  "The desk bundles these packages. The outlines of countries and land in world-atlas are Natural Earth, public domain.\n\n";
writeFileSync(join(out, "LICENSES"), lead + parts.join(`\n${"-".repeat(80)}\n\n`));
for (const [path, info] of Object.entries(result.metafile.outputs)) {
  console.log(`${path.split("/").pop()} ${(info.bytes / 1024).toFixed(0)} kB`);
}
