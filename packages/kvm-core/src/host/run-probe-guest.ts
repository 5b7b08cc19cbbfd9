import { spawn } from "node:child_process";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { probeDone, probeExitStatus, probeRom, probeStages } from "./probe-guest.ts";
import { tiedToUs } from "./tied-to-us.ts";

/** What to run the probe guest under. */
export interface ProbeRun {
  readonly qemu: string;
  readonly cpuModel: string;
  readonly accelerator: "kvm" | "tcg";
  readonly signal?: AbortSignal | undefined;
  /** How long it may take; on a busy host with working KVM it takes a few hundredths of a second. */
  readonly deadlineMs?: number;
}

/** Whether the guest came to its end; if not, a clause that tells how far it came ("the probe guest could not …"). */
export type ProbeResult = { readonly passed: true } | { readonly passed: false; readonly reason: string };

/** Runs the probe guest once, as firmware of a machine without disks. Leaves nothing behind. */
export async function runProbeGuest({
  qemu,
  cpuModel,
  accelerator,
  signal,
  deadlineMs = 10_000,
}: ProbeRun): Promise<ProbeResult> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-probe-"));
  const rom = join(directory.path, "rom");
  await writeFile(rom, probeRom(), { mode: 0o600 });
  const deadline = AbortSignal.timeout(deadlineMs);
  const stop = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  const ending = await runToEnd(qemu, machineArguments(rom, cpuModel, accelerator), stop);
  signal?.throwIfAborted();
  return judge(ending, deadline.aborted ? ` within ${deadlineMs / 1000} s` : "");
}

function machineArguments(rom: string, cpuModel: string, accelerator: string): string[] {
  return [
    ...["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"],
    ...["-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"],
    ...["-machine", `q35,accel=${accelerator}`, "-cpu", cpuModel, "-m", "16", "-bios", rom],
    ...["-device", "isa-debug-exit,iobase=0xf4,iosize=1", "-serial", "stdio"],
  ];
}

interface Ending {
  readonly output: string;
  readonly stderr: string;
  readonly status: number | null;
}

async function runToEnd(qemu: string, argv: readonly string[], signal: AbortSignal): Promise<Ending> {
  const [program, args] = tiedToUs(qemu, argv);
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], signal, killSignal: "SIGKILL" });
  let output = "";
  let stderr = "";
  child.stdout.setEncoding("latin1").on("data", (text: string) => {
    output = (output + text).slice(0, 200);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(0, 4000);
    // After an internal error of KVM, QEMU stays with the guest stopped.
    if (stderr.includes("internal error")) child.kill("SIGKILL");
  });
  child.on("error", () => undefined);
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { output, stderr, status };
}

function judge({ output, stderr, status }: Ending, late: string): ProbeResult {
  const expected = `${probeStages.map(([letter]) => letter).join("")}${probeDone}\n`;
  if (status === probeExitStatus && output === expected) return { passed: true };
  const said = complaint(stderr);
  const quoted = said === "" ? "" : ` (${said})`;
  if (output === "") return { passed: false, reason: `QEMU could not start the probe guest${quoted}` };
  const next = probeStages.find(([letter], index) => output[index] !== letter)?.[1] ?? "end by itself";
  return { passed: false, reason: `the probe guest could not ${next}${late}${quoted}` };
}

/** The first line of QEMU's complaints that is not a mere warning, without the program's name. */
function complaint(stderr: string): string {
  const line = stderr.split("\n").find((text) => text !== "" && !text.includes("warning:"));
  return (line ?? "").replace(/^\S*qemu-system-\S+: (?:error: )?/, "").trim();
}
