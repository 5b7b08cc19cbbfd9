// Bundles the command into one file. The demo guest stays outside: it reads files that lie beside its sources.
import { chmod } from "node:fs/promises";
import { build } from "esbuild";

const outfile = "dist/gantry.js";

await build({
  entryPoints: ["src/main.ts"],
  outfile,
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  external: ["@gantry/demo-guest"],
  // commander is CommonJS and asks for Node's modules by require.
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
  },
  sourcemap: "linked",
  legalComments: "none",
  logLevel: "warning",
});
await chmod(outfile, 0o755);
