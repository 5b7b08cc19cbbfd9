import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import * as z from "zod";

const run = promisify(execFile);
const program = fileURLToPath(import.meta.resolve("./testing/own-uids.ts"));

const guestSchema = z.object({ uuid: z.string(), uid: z.int(), gid: z.int() });
const reportSchema = z.object({
  one: guestSchema,
  two: guestSchema,
  readable: z.array(z.string()),
  tapUsers: z.array(z.int()),
  listsRunDir: z.boolean(),
  signalsAgent: z.boolean(),
  signalsSelf: z.boolean(),
  variables: z.array(z.int()),
  doctor: z.array(z.string()),
});

/** In a mount and a network namespace of its own, so that this machine stays as it is. */
const stage = `
mount -t overlay overlay -o lowerdir="$0/etc:/etc" /etc
mount -t overlay overlay -o lowerdir="$0/share:/usr/share" /usr/share
test -e "$0/tun" || mknod -m 666 "$0/tun" c 10 200
mount --bind "$0/tun" /dev/net/tun
ip link add br0 type bridge
ip link set br0 up
exec "$@"`;

/** A host with the account, and with firmware that is as large as the real one and does nothing. */
async function setTheStage(directory: string): Promise<(...command: string[]) => Promise<string>> {
  await chmod(directory, 0o711);
  for (const name of ["etc", "share/OVMF"]) await mkdir(join(directory, name), { recursive: true });
  const accounts = await readFile("/etc/passwd", "utf8");
  await writeFile(
    join(directory, "etc/passwd"),
    `${accounts.replace(/^gantry-qemu:.*\n/m, "")}gantry-qemu:x:64300:64300::/nonexistent:/usr/sbin/nologin\n`,
  );
  await writeFile(join(directory, "etc/subuid"), "gantry-qemu:700000:65536\n");
  await writeFile(join(directory, "share/OVMF/OVMF_CODE_4M.fd"), Buffer.alloc(3_653_632));
  await writeFile(join(directory, "share/OVMF/OVMF_VARS_4M.fd"), Buffer.alloc(540_672));
  return async (...command) => {
    const { stdout } = await run("unshare", ["--net", "--mount", "sh", "-ec", stage, directory, ...command]);
    return stdout;
  };
}

async function whyNot(onStage: (...command: string[]) => Promise<string>): Promise<string | undefined> {
  return await onStage("true").then(
    () => undefined,
    (error: Error) => `the stage cannot be set: ${error.message}`,
  );
}

describe("an account with subordinate uids", () => {
  test("gives each instance a uid of its own: one QEMU reads nothing of another, and nothing of the agent", async ({
    skip,
  }) => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-stage-"));
    const onStage = await setTheStage(directory.path);
    const reason = await whyNot(onStage);
    skip(reason !== undefined, reason);
    const told = reportSchema.parse(JSON.parse(await onStage(process.execPath, program)));
    const { one, two } = told;
    for (const { uuid, uid, gid } of [one, two]) {
      expect({ uid, gid }).toEqual({
        uid: 700_000 + (Number.parseInt(uuid.slice(0, 8), 16) % 65_536),
        gid: 64_300,
      });
    }
    const readable = told.readable.map((path) => path.split("/").slice(3).join("/"));
    expect(readable.toSorted()).toEqual([
      "disks/web-1.img",
      `log/${one.uuid}/serial0.log`,
      expect.stringMatching(new RegExp(`^run/${one.uuid.slice(0, 8)}-[0-9a-f]{8}/qemu.pid$`)),
    ]);
    expect(told).toMatchObject({ listsRunDir: false, signalsAgent: false, signalsSelf: true });
    expect(told.tapUsers).toEqual([one.uid, one.uid]);
    expect(told.variables).toEqual([two.uid, 0]);
    expect(told.doctor).toEqual(["log_dir ok", "qemu_user ok", "run_dir ok", "state_dir ok"]);
  });
});
