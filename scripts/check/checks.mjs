import { pnpm } from "../set-up/dependencies.mjs";

/** All that is checked without running the product. Each counts as one test of `npm test`. */
export const checks = [
  {
    name: "types",
    command: pnpm("exec", "turbo", "run", "types", "--ui=stream", "--output-logs=errors-only"),
  },
  { name: "lint", command: ["oxlint", "--quiet"] },
  { name: "format", command: ["biome", "format", "--reporter=summary", "."] },
  {
    name: "layers",
    command: ["depcruise", "--config", ".dependency-cruiser.mjs", "apps", "packages", "e2e"],
  },
  { name: "layer rules fire", command: ["node", "scripts/check/layer-rules-fire.mjs"] },
  { name: "nothing unused", command: ["knip"] },
  { name: "errors documented", command: ["node", "scripts/check/errors-documented.mjs"] },
  { name: "reports counted", command: ["node", "scripts/check/reports-counted.mjs"] },
  { name: "messages translated", command: pnpm("--filter", "@gantry/web", "run", "test:unit", "messages") },
  { name: "promises held", command: ["node", "scripts/check/promises-held.mjs"] },
];
