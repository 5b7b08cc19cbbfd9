import { Hypervisor } from "../hypervisor/hypervisor.ts";
import { GantryError } from "../model/error.ts";
import { instanceSpecSchema } from "../model/spec.ts";
import type { HypervisorConfig } from "../hypervisor/hypervisor-config.ts";
import * as z from "zod";

// An agent on a host whose UEFI firmware was removed. Says on its standard output how `create` and `start` are refused.

const config = z.custom<HypervisorConfig>().parse(JSON.parse(process.argv[2] ?? ""));
await using host = await Hypervisor.open(config);
const spec = instanceSpecSchema.parse({ name: "web-9", memoryMiB: 64, boot: { firmware: "uefi" } });
const refusal = (verb: Promise<unknown>) =>
  verb.then(
    () => "not refused",
    (error: unknown) => GantryError.from(error).toBody(),
  );
const refusals = [
  await refusal(host.create({ spec, start: false, newDisks: [] })),
  await refusal(host.start("web-1")),
];
process.stdout.write(JSON.stringify(refusals));
