import type { HostServices } from "../../instance/index.ts";
import { GantryError } from "../../model/error.ts";
import type { PrepareRequest } from "../../model/migration-peer.ts";
import { type CheckResult, fail, pass } from "./check-result.ts";

/** Whether source and target read the same ownership records, or hand them over, but not one this and one that. */
export async function storeDiffers(
  { sharedStore, uuid, source }: PrepareRequest,
  { ownership, host }: HostServices,
): Promise<CheckResult> {
  if (!sharedStore && !ownership.shared) {
    return pass("Each host has its own store.", "the record is handed over");
  }
  if (sharedStore !== ownership.shared) {
    const [has, lacks] = sharedStore ? [source, host] : [host, source];
    return differs(`${has} shares its store with other hosts and ${lacks} has one of its own.`, lacks);
  }
  try {
    const held = await ownership.read(uuid);
    if (held?.record.owner === source) return pass("Both hosts read the same store.", `it names ${source}`);
    return differs(
      "The hosts read different stores.",
      `the target's names ${held === undefined ? "nobody" : held.record.owner}`,
    );
  } catch (error) {
    const { message, hint } = GantryError.from(error);
    return fail("The target cannot read its store.", { evidence: message, fix: hint });
  }
}

function differs(message: string, evidence: string): CheckResult {
  const fix = "Give both agents the same GANTRY_STORE and restart them; guests run on.";
  return fail(message, { evidence, fix });
}
