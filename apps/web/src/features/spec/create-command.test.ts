import { execFileSync } from "node:child_process";
import { createInput } from "@gantry/kvm-core/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createCommand } from "./create-command.ts";
import { specs } from "./spec-arbitrary.ts";

/** What `gantry` is given when a shell runs the command: its arguments, and what it reads. */
function run(command: string): { args: string[]; spec: unknown } {
  const program = String.raw`gantry() { printf '%s\n' "$#" "$@"; cat; }`;
  const lines = execFileSync("sh", ["-c", `${program}\n${command}\n`], { encoding: "utf8" }).split("\n");
  const count = Number(lines[0]);
  return { args: lines.slice(1, count + 1), spec: JSON.parse(lines.slice(count + 1).join("\n")) };
}

test("a shell gives gantry the same spec as the form sends, whatever is in it", () => {
  fc.assert(
    fc.property(specs(), (spec) => {
      const input = createInput.parse({ spec, host: "host-b", start: true });
      const command = createCommand(input) ?? expect.fail("no command");
      const { args, spec: read } = run(command);
      expect(args).toEqual(["create", "-f", "-", "--host", "host-b", "--start"]);
      expect(createInput.parse({ spec: read }).spec).toEqual(input.spec);
    }),
    { numRuns: 25 },
  );
});

test("user data that looks like the end of the here-document, or like a command, stays user data", () => {
  const userData = "#cloud-config\nSPEC\n'; $(touch /tmp/x) `id` \\\n";
  const input = createInput.parse({ spec: { name: "a", cloudInit: { userData } } });
  const { args, spec } = run(createCommand(input) ?? expect.fail("no command"));
  expect(args).toEqual(["create", "-f", "-"]);
  expect(spec).toMatchObject({ cloudInit: { userData } });
});

test("what the command line cannot say is not said half", () => {
  const disks = [{ name: "root", source: { file: "/srv/a.qcow2" } }];
  const input = createInput.parse({ spec: { name: "a", disks }, newDisks: [{ disk: "root", sizeMiB: 8 }] });
  expect(createCommand(input)).toBeUndefined();
});
