import { access } from "node:fs/promises";
import { join } from "node:path";
import { dependencyFingerprint, pnpm } from "./dependencies.mjs";
import { fingerprint, Stamp } from "./fingerprint.mjs";
import { root } from "./places.mjs";

const products = ["apps/agent/dist/main.js", "apps/cli/dist/gantry.js", "apps/web/out/index.html"];

/** Builds agent, CLI and web, unless they were built from exactly these sources. */
export async function build({ talk, children }) {
  await talk.step("build", async (progress) => {
    const stamp = new Stamp("built");
    const wanted = await sourceFingerprint();
    if ((await stamp.matches(wanted)) && (await haveProducts())) return "unchanged";
    await children.must(
      pnpm("exec", "turbo", "run", "build", "--output-logs=new-only", "--ui=stream"),
      "The build failed.",
      {
        timeoutMs: 900_000,
        onLine: progress,
      },
    );
    await stamp.write(wanted);
    return "done";
  });
}

async function sourceFingerprint() {
  const sources = await fingerprint(
    ["apps", "packages", "tsconfig.base.json", "turbo.json"],
    (file) => !/\.test\.tsx?$/.test(file),
  );
  return `${await dependencyFingerprint()} ${sources}`;
}

async function haveProducts() {
  const found = await Promise.allSettled(products.map((file) => access(join(root, file))));
  return found.every(({ status }) => status === "fulfilled");
}
