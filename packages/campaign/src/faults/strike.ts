import { otherThan } from "../world/names.ts";
import { fillDisk } from "../world/state-disk.ts";
import type { World } from "../world/world.ts";
import type { Plan, Strike, Victim } from "./plan.ts";

/** Where a strike is done. */
export interface Scene {
  readonly world: World;
  readonly plan: Plan;
  /** The QEMU process of an instance on one of the hosts, known before: there is no time to look for it. */
  readonly qemuOn: (role: "source" | "target") => number | undefined;
}

/** Mends what was broken. Resolves once it is as before. */
export type Mend = () => Promise<void>;

/** Does the harm at once. */
export async function strike(scene: Scene): Promise<Mend> {
  const { strike: what } = scene.plan;
  if ("victims" in what) return harmProcesses(scene, what);
  if ("which" in what) return await harmWire(scene, what);
  const { network, hosts } = scene.world;
  if ("disk" in what) {
    const { source } = scene.plan;
    return await fillDisk(hosts[what.disk === "source" ? source : otherThan(source)].stateDir);
  }
  if (what.deed === "cut") return await network.cut();
  return await network.drop(what.deed === "drop" ? ["a", "b"] : [scene.plan.source]);
}

function harmProcesses(scene: Scene, { deed, victims }: Extract<Strike, { victims: unknown }>): Mend {
  const mends = victims.map((victim) => {
    const { send, mend } = reach(scene, victim);
    send(deed === "kill" ? "SIGKILL" : "SIGSTOP");
    return deed === "kill" ? mend : async () => send("SIGCONT");
  });
  return async () => {
    await Promise.all(mends.map((mend) => mend()));
  };
}

function reach(
  { world, plan, qemuOn }: Scene,
  victim: Victim,
): { readonly send: (signal: NodeJS.Signals) => void; readonly mend: Mend } {
  const { etcd, hosts } = world;
  switch (victim) {
    case "source agent":
    case "target agent": {
      const host = hosts[victim === "source agent" ? plan.source : otherThan(plan.source)];
      return { send: (signal) => host.agent.send(signal), mend: () => host.startAgain() };
    }
    case "source QEMU":
    case "target QEMU": {
      const pid = qemuOn(victim === "source QEMU" ? "source" : "target");
      return { send: (signal) => signalProcess(pid, signal), mend: async () => undefined };
    }
    case "etcd":
      return {
        send: (signal) => etcd?.program.send(signal),
        mend: async () => {
          await etcd?.startAgain();
        },
      };
  }
}

/** One that has just ended by itself is no fault. */
function signalProcess(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(pid, signal);
  } catch {
    // It is gone.
  }
}

async function harmWire(
  { world: { hosts }, plan }: Scene,
  { deed, which }: Extract<Strike, { which: unknown }>,
): Promise<Mend> {
  const { wire } = hosts[otherThan(plan.source)];
  const direction = deed === "corrupt" || deed === "half-close" ? "in" : "both";
  await wire.order({ wire: "peer", act: deed, direction, which });
  return async () => {
    await wire.order({ wire: "peer", act: "release", direction: "both", which: "all" });
  };
}
