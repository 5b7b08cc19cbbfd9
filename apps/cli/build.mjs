// Bundles the command. What only the demo needs lies in files of its own, beside which its guest stays outside: that reads
// files that lie beside its sources, and an installed command goes without.
import { chmod } from "node:fs/promises";
import { build } from "esbuild";

const outdir = "dist";

await build({
  entryPoints: { gantry: "src/main.ts" },
  outdir,
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node24",
  format: "esm",
  external: ["@gantry/demo-guest"],
  // commander is CommonJS and asks for Node's modules by require.
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module";\nconst require = __createRequire(import.meta.url);',
  },
  sourcemap: "linked",
  legalComments: "none",
  logLevel: "warning",
});
await chmod(`${outdir}/gantry.js`, 0o755);
