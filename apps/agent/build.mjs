// Bundles the agent into one file that needs nothing but Node: `node dist/main.js`.
import { build } from "esbuild";

await build({
  entryPoints: ["src/main.ts"],
  outfile: "dist/main.js",
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  sourcemap: true,
  legalComments: "linked",
  // Node keeps the text in memory, and twice as much of it when one comment holds a letter beyond ASCII. Names stay, and
  // lines are short, so that a stack trace can be read without the source map.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 160,
  // Optional accelerators of ws; it looks for them and does without.
  external: ["bufferutil", "utf-8-validate"],
  // CommonJS dependencies call require, which an ES module does not have.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
