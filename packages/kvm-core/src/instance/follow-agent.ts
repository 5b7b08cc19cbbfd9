import { thaw } from "../guest-agent/index.ts";
import { queryChardevs } from "../qmp/index.ts";
import type { LiveQemu } from "./live-qemu.ts";

/** Id of the port that the guest's agent opens, and label of its character device. */
const port = "guest-agent";

/** Keeps known, for as long as the process lives, whether an agent in its guest has the channel open. */
export function followAgent({ agent, monitor }: LiveQemu): void {
  monitor.onEvent(({ event, data }) => {
    if (event === "VSERPORT_CHANGE" && data["id"] === port) agent.observe(data["open"] === true);
  });
  // Asked after the subscription: an agent that is there already opens nothing again.
  queryChardevs(monitor)
    .then(async (all) => {
      agent.learn(all.some(({ label, frontendOpen }) => label === port && frontendOpen));
      // Whoever followed this process before may have died while it held the guest's file systems.
      if (agent.isPresent) await thaw(agent);
    })
    // A QEMU that does not answer has shown no agent; one that cannot thaw has not frozen.
    .catch(() => undefined);
  void monitor.closed.then(() => agent[Symbol.dispose]());
}
