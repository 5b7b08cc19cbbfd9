// Bundles the agent into a directory that needs nothing but Node: `node dist/main.js`. What few agents need at all is
// imported where it is needed and lies in files of its own.
import { build } from "esbuild";

/** Zod carries its messages in fifty languages, of which only the English ones are ever asked for. */
const withoutLanguages = {
  name: "without-languages",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer }) =>
      importer.includes("/zod/") ? { path: "none", namespace: "languages" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "languages" }, () => ({ contents: "export {}" }));
  },
};

await build({
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  plugins: [withoutLanguages],
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
