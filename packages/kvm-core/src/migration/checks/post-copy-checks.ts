import { type QemuUser, userfaultfdFor } from "../../host/index.ts";
import type { PrepareRequest } from "../../model/migration-peer.ts";
import { postCopyWarning } from "../../model/post-copy.ts";
import type { Arrival } from "../arrival.ts";
import { type CheckResult, fail, pass, warn } from "./check-result.ts";

/** What of an arrival matters here. */
interface Expected extends Pick<Arrival, "copies"> {
  readonly request: Pick<PrepareRequest, "options" | "uuid">;
}

/** Whether the target could take the guest by post-copy, if that is what is chosen for one that writes too fast. */
export async function postCopyRefused(
  { copies, request }: Expected,
  { qemuUser }: { readonly qemuUser: Pick<QemuUser, "accountFor"> | undefined },
): Promise<CheckResult> {
  if (!request.options.live)
    return fail("Post-copy is for a guest that keeps running, and this one is to be held.", {
      evidence: "it is not moved live",
      fix: "Move it live, or choose something else for the case that it does not move in time.",
    });
  if (copies.length > 0)
    return fail("Post-copy cannot be chosen together with copies of disks.", {
      evidence: `to be copied: ${copies.map(({ disk }) => disk.name).join(", ")}`,
      fix: "Choose something else for the case that it does not move in time, or share its disks.",
    });
  const uid = qemuUser?.accountFor(request.uuid).uid ?? process.getuid?.() ?? 0;
  const { isUsable, evidence } = await userfaultfdFor(uid);
  if (isUsable) return pass("The target's QEMU can take a guest by post-copy.", evidence);
  return fail("The target's kernel does not let QEMU take a guest by post-copy.", {
    evidence,
    fix: "Choose something else for the case that it does not move in time; or, as root on the target, `sysctl -w vm.unprivileged_userfaultfd=1`, which frees userfaultfd to every process there.",
  });
}

/** What post-copy may cost is said whenever it is chosen. */
export function postCopyRisk(): CheckResult {
  return warn(postCopyWarning, {
    evidence: "post-copy was chosen for the case that it does not move in time",
    fix: "Choose a longer pause, slower processors or that it is held, if what its memory holds must not be lost.",
  });
}
