import { execFile } from "node:child_process";
import { mkdir, mkdtemp, mkdtempDisposable, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { expect, test } from "vitest";
import { qemusBelow } from "./instance/qemus-below.ts";
import { readExamples } from "./testing/read-examples.ts";

const workspace = join(import.meta.dirname, "..");
const run = promisify(execFile);

test("the examples of the README type-check and print what it says", async () => {
  await using scope = new AsyncDisposableStack();
  const { path: root } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-readme-")));
  await mkdir(join(root, "images"));
  await writeBootSectorDisk(join(root, "images", "web-1.img"), "interactive");
  const { program, output } = await readExamples(join(workspace, "README.md"));
  // Within the workspace, where its own name leads to it.
  await mkdir(join(workspace, "dist"), { recursive: true });
  const directory = await mkdtemp(join(workspace, "dist", "readme-"));
  scope.defer(() => rm(directory, { recursive: true, force: true }));
  scope.defer(() => endGuestsBelow(join(root, "run")));
  const here = program
    .replaceAll("/srv/images", join(root, "images"))
    .replaceAll(/"\/(?:var\/lib|run|var\/log)\/example"/g, (path) =>
      JSON.stringify(join(root, JSON.parse(path))),
    )
    .replaceAll("  logDir:", '  accel: "tcg",\n  logDir:');
  await writeFile(join(directory, "example.ts"), here);
  const tsconfig = {
    extends: "../../tsconfig.json",
    include: ["example.ts"],
    compilerOptions: { noEmit: true },
  };
  await writeFile(join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
  await run("tsc", ["-p", directory], { env: withTools() });
  const { stdout } = await run(process.execPath, [join(directory, "example.ts")]);
  expect(stdout).toBe(output);
});

/** Those of an example that did not come to its end. */
async function endGuestsBelow(runDir: string): Promise<void> {
  for (const { pid } of await qemusBelow(runDir)) process.kill(pid, "SIGKILL");
}

function withTools(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(workspace, "node_modules/.bin")}:${process.env["PATH"] ?? ""}` };
}
