import * as z from "zod";
import { Hypervisor } from "../hypervisor/hypervisor.ts";
import type { HypervisorConfig } from "../hypervisor/hypervisor-config.ts";
import { FileOwnershipStore, Layout } from "../state-dir/index.ts";
import { FaultPoints } from "./fault-points.ts";
import { atFileActs } from "./file-acts.ts";
import { faultedVerbs, moveHere } from "./faulted-verbs.ts";

const orderSchema = z.object({ config: z.custom<HypervisorConfig>(), verb: z.string(), point: z.string() });
const { config, verb, point } = orderSchema.parse(JSON.parse(process.argv[2] ?? ""));

const reach = (reached: string) => {
  if (reached === point) process.kill(process.pid, "SIGKILL");
};
const points = new FaultPoints((reached) => {
  reach(reached);
  // From the commit on every change of a file is a point too.
  if (reached.endsWith("before commit")) atFileActs((act) => reach(`file act ${act}`));
});
const ownership = points.store(new FileOwnershipStore(new Layout(config).ownershipDir));
const host = await Hypervisor.open({ ...config, ownership });
// Taking up what runs may have written too.
points.begin();
await (verb === "moveHere" ? moveHere : faultedVerbs[verb])?.run(host, points.context());
points.ended();
throw new Error(`${verb} never came to "${point}"`);
