import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, realpath, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pinnedNode, root } from "../set-up/places.mjs";

/** What is copied, and where to. The places of agent, command and UI to each other are those of a checkout. */
const contents = [
  ["apps/agent/dist", "lib/apps/agent/dist"],
  ["apps/cli/dist", "lib/apps/cli/dist"],
  ["apps/web/out", "lib/apps/web/out"],
  ["docs", "docs"],
  ["scripts/pack/files/gantry", "bin/gantry"],
  ["scripts/pack/files/gantry-agent.service", "systemd/gantry-agent.service"],
  ["scripts/pack/files/gantry-guests.service", "systemd/gantry-guests.service"],
  ...["LICENSE", "NOTICE", "SECURITY.md", "CHANGELOG.md"].map((file) => [file, file]),
];

/**
 * Writes `gantry-VERSION-linux-ARCH.tar.gz` into a directory. It is whole or not there.
 *
 * @param {string} directory
 * @param {import("../set-up/children.mjs").Children} children
 * @returns {Promise<{ path: string, bytes: number }>}
 */
export async function writeArchive(directory, children) {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const name = `gantry-${version}-linux-${process.arch}`;
  await mkdir(directory, { recursive: true });
  const work = await mkdtemp(join(directory, ".pack-"));
  try {
    await fill(join(work, "gantry"));
    const archive = join(work, `${name}.tar.gz`);
    const asRoot = ["--owner=0", "--group=0", "--numeric-owner", "--sort=name"];
    await children.must(
      ["tar", "-C", work, ...asRoot, "-czf", archive, "gantry"],
      "The archive could not be made.",
    );
    const path = join(directory, `${name}.tar.gz`);
    await children.must(["mv", archive, path], "The archive could not be put into its place.");
    return { path, bytes: (await stat(path)).size };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fill(top) {
  for (const [from, to] of contents) {
    // Maps lead to sources that are not here.
    const filter = (file) => !file.endsWith(".map");
    await cp(join(root, from), join(top, to), { recursive: true, filter });
  }
  await copyFile(await realpath(pinnedNode), join(top, "lib/node"));
  for (const program of ["lib/node", "bin/gantry"]) await chmod(join(top, program), 0o755);
}
