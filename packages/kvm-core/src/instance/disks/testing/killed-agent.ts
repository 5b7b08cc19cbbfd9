import * as z from "zod";
import { Hypervisor } from "../../../hypervisor/hypervisor.ts";
import type { HypervisorConfig } from "../../../hypervisor/hypervisor-config.ts";
import type { ChangeMedium, DetachDisk, LimitDisk } from "../../../model/disk-options.ts";
import type { DiskSpecInput } from "../../../model/disk-spec.ts";
import { QmpConnection } from "../../../qmp/index.ts";

/** An agent in a process of its own that is told one thing to do, and kills itself before or after a command to QEMU. */
const orderSchema = z.object({
  config: z.custom<HypervisorConfig>(),
  act: z.discriminatedUnion("verb", [
    z.object({ verb: z.literal("attach"), input: z.custom<DiskSpecInput>() }),
    z.object({ verb: z.literal("detach"), input: z.custom<DetachDisk>() }),
    z.object({ verb: z.literal("limit"), input: z.custom<LimitDisk>() }),
    z.object({ verb: z.literal("changeMedium"), input: z.custom<ChangeMedium>() }),
  ]),
  /** As "after device_add". */
  moment: z.string(),
});

const { config, act, moment } = orderSchema.parse(JSON.parse(process.argv[2] ?? ""));

const { executeUnchecked } = QmpConnection.prototype;
QmpConnection.prototype.executeUnchecked = async function (command, args, options) {
  if (moment === `before ${command}`) process.kill(process.pid, "SIGKILL");
  const reply = await executeUnchecked.call(this, command, args, options);
  if (moment === `after ${command}`) process.kill(process.pid, "SIGKILL");
  return reply;
};

const host = await Hypervisor.open(config);
switch (act.verb) {
  case "attach":
    await host.disks.attach("web-1", act.input);
    break;
  case "detach":
    await host.disks.detach("web-1", act.input);
    break;
  case "limit":
    await host.disks.limit("web-1", act.input);
    break;
  case "changeMedium":
    await host.disks.changeMedium("web-1", act.input);
}
throw new Error(`${act.verb} was never ${moment}`);
