import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { fingerprint, Stamp } from "./fingerprint.mjs";
import { pinnedNode, pnpmVersion, root } from "./places.mjs";

/** A command of the pinned pnpm. */
export function pnpm(...args) {
  return ["npx", "-y", `pnpm@${pnpmVersion}`, ...args];
}

/** Installs what the lockfile names, unless exactly that is installed already. */
export async function installDependencies({ talk, children }) {
  await talk.step("dependencies", async (progress) => {
    const stamp = new Stamp("installed");
    const wanted = await dependencyFingerprint();
    if ((await stamp.matches(wanted)) && (await exists(pinnedNode))) return "present";
    await children.must(
      pnpm("install", "--frozen-lockfile", "--reporter=append-only"),
      "Installing the dependencies failed.",
      { timeoutMs: 900_000, onLine: progress },
    );
    if (!(await exists(pinnedNode))) {
      throw new Failure(`There is no pinned Node for ${process.platform} on ${process.arch}.`, {
        hint: "Gantry runs on Linux on x86-64 and arm64.",
      });
    }
    await stamp.write(wanted);
    return "installed";
  });
}

/** What the installed dependencies depend on: the lockfile, the catalog and every manifest. */
export async function dependencyFingerprint() {
  return fingerprint(["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ...(await manifests())]);
}

async function manifests() {
  const found = await Promise.all(
    ["apps", "packages"].map(async (group) =>
      (await readdir(join(root, group))).map((name) => `${group}/${name}/package.json`),
    ),
  );
  const all = [...found.flat(), "e2e/package.json"];
  const present = await Promise.all(all.map((file) => exists(join(root, file))));
  return all.filter((_file, index) => present[index]);
}

async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
