import * as z from "zod";
import { Hypervisor } from "../hypervisor/hypervisor.ts";
import type { HypervisorConfig } from "../hypervisor/hypervisor-config.ts";
import type { OperationContext } from "../instance/index.ts";

const orderSchema = z.object({
  config: z.custom<HypervisorConfig>(),
  verb: z.enum(["start", "suspend", "take", "revert", "backup", "clone"]),
  instance: z.string(),
  input: z.record(z.string(), z.unknown()),
  /** As "save memory running", or "progress" for the first news within a step. */
  moment: z.string(),
});

const { config, verb, instance, input, moment } = orderSchema.parse(JSON.parse(process.argv[2] ?? ""));

function dieAt(reached: string): void {
  if (reached === moment) process.kill(process.pid, "SIGKILL");
}

const context: OperationContext = {
  signal: new AbortController().signal,
  step: (name, status) => dieAt(`${name} ${status}`),
  progress: () => dieAt("progress"),
  mayCancel: () => undefined,
};

const host = await Hypervisor.open(config);
const text = (key: string) => z.string().parse(input[key]);
switch (verb) {
  case "start":
    await host.start(instance, context);
    break;
  case "suspend":
    await host.suspend(instance, context);
    break;
  case "take":
    await host.snapshots.take(instance, { name: text("name") }, context);
    break;
  case "backup":
    await host.disks.backup(instance, { disk: text("disk"), path: text("path"), format: "raw" }, context);
    break;
  case "clone":
    await host.clone(instance, { name: text("name"), linked: false }, context);
    break;
  case "revert":
    await host.snapshots.revert(instance, text("name"), context);
    break;
}
throw new Error(`${verb} never reached "${moment}"`);
