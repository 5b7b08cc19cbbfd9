import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCampaign, type Summary } from "./campaign.ts";
import { planDeviceCut } from "./faults/plan.ts";

/** QEMU without its locks on images, which would hold between the hosts of one machine and do not between machines. */
const withoutLocks = `#!/bin/sh
for word; do
  shift
  set -- "$@" "$(printf %s "$word" | sed 's/"locking":"auto"/"locking":"off"/g')"
done
exec qemu-system-x86_64 "$@"
`;

/**
 * Pulls the cable between the hosts again and again while QEMU sends the last of a guest, where it has no time-out and a
 * target that runs too early would be a second guest. Nothing but the protocol keeps the two apart.
 */
export async function cutInDevice(how: {
  readonly agent: string;
  readonly runs: number;
  readonly seed: number;
  readonly jobs: number;
  readonly say: (line: string) => void;
}): Promise<Summary> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-no-locks-"));
  const qemu = join(directory.path, "qemu");
  await writeFile(qemu, withoutLocks, { mode: 0o755 });
  const plans = Array.from({ length: how.runs }, (_, run) => planDeviceCut({ seed: how.seed, run }));
  const make = { agent: how.agent, losesPower: false, env: { GANTRY_QEMU: qemu } };
  return await runCampaign({ plans, make, jobs: how.jobs, say: how.say });
}
