import type { Finding, InstanceSpec } from "../model/index.ts";
import { examineAbilities } from "./examine-abilities.ts";
import { examineClock } from "./examine-clock.ts";
import { examineDirectories } from "./examine-directories.ts";
import { examineKvm } from "./examine-kvm.ts";
import { examineMemory } from "./examine-memory.ts";
import { examineNetwork } from "./examine-network.ts";
import { examineQemu } from "./examine-qemu.ts";
import { examineQemuUser } from "./examine-qemu-user.ts";
import type { QemuUser } from "./qemu-user.ts";

/** What the doctor looks at. */
export interface DoctorRequest {
  /** The configured QEMU, a path or a name; undefined means the usual one in PATH. */
  readonly qemu?: string | undefined;
  readonly accel: "auto" | "kvm" | "tcg";
  readonly stateDir: string;
  readonly runDir: string;
  readonly logDir: string;
  readonly imageRoots: readonly string[];
  /** As whom QEMU runs, when not as the agent. */
  readonly qemuUser?: QemuUser | undefined;
  /** The instances of this host, whose needs are looked at. */
  readonly specs?: readonly InstanceSpec[];
}

/**
 * Examines everything an instance needs on this host. Every finding at once, each that is not ok with its fix; nothing is
 * changed, apart from the cached verdict on KVM.
 */
export async function runDoctor(request: DoctorRequest): Promise<Finding[]> {
  const findings = await Promise.all([
    examineQemu(request.qemu),
    examineAbilities(request.qemu, request.specs ?? []),
    examineKvm(request),
    examineNetwork(),
    examineDirectories(request),
    examineMemory(),
    examineClock(),
  ]);
  return [...findings.flat(), ...examineQemuUser(request.qemuUser)];
}
