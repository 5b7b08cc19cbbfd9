import * as z from "zod";
import { Hypervisor } from "../../../hypervisor/hypervisor.ts";
import type { HypervisorConfig } from "../../../hypervisor/hypervisor-config.ts";
import type { NicSpecInput } from "../../../model/nic-spec.ts";
import { QmpConnection } from "../../../qmp/index.ts";

/** An agent of its own process that is told one thing to do, and kills itself before or after one command to QEMU. */
const orderSchema = z.object({
  config: z.custom<HypervisorConfig>(),
  instance: z.string(),
  verb: z.enum(["start", "attach", "detach", "detach and reset"]),
  nic: z.custom<NicSpecInput>(),
  /** Undefined: something else kills it. */
  at: z.object({ when: z.enum(["before", "after"]), command: z.string() }).optional(),
});

const { config, instance, verb, nic, at } = orderSchema.parse(JSON.parse(process.argv[2] ?? ""));

const { executeUnchecked } = QmpConnection.prototype;
QmpConnection.prototype.executeUnchecked = async function (command, args, options) {
  if (command === at?.command && at.when === "before") process.kill(process.pid, "SIGKILL");
  const reply = await executeUnchecked.call(this, command, args, options);
  if (command === at?.command) process.kill(process.pid, "SIGKILL");
  return reply;
};

const host = await Hypervisor.open(config);
if (verb === "start") await host.start(instance);
else if (verb === "attach") await host.nics.attach(instance, nic);
else {
  // The guest reads no hot-plug events: QEMU takes the card when the machine is reset.
  const detached = host.nics.detach(instance, { nic: "nic-0", timeoutSeconds: verb === "detach" ? 20 : 0.2 });
  await detached.catch(() => undefined);
  await host.reboot(instance, { hard: true, timeoutSeconds: 10 });
  await new Promise(() => setInterval(() => undefined, 1000));
}
throw new Error(`${verb} was never at ${JSON.stringify(at)}`);
