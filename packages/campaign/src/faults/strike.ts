import { setTimeout as delay } from "node:timers/promises";
import type { Host } from "../world/host.ts";
import { otherThan } from "../world/names.ts";
import { signalProcess } from "../world/processes.ts";
import { fillDisk } from "../world/state-disk.ts";
import type { World } from "../world/world.ts";
import { clockJumps, type Plan, type Strike, type Victim } from "./plan.ts";

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
  const { source } = scene.plan;
  const inRole = { source: hosts[source], target: hosts[otherThan(source)] };
  if ("disk" in what) return await fillDisk(inRole[what.disk].stateDir);
  if ("hosts" in what)
    return await turnOff(
      scene,
      what.hosts.map((role) => inRole[role]),
    );
  if ("clocks" in what)
    return await putClocks(
      what.clocks.map((role) => inRole[role]),
      clockJumps[what.to],
    );
  if (what.deed === "delay") return await delayCommit(scene);
  if (what.deed === "cut") return await network.cut();
  return await network.drop(what.deed === "drop" ? ["a", "b"] : [scene.plan.source]);
}

/** First nothing comes from it any more, then it ends: nobody is told that it does. */
async function turnOff({ world: { network } }: Scene, hosts: readonly Host[]): Promise<Mend> {
  const plugIn = await network.cut();
  await Promise.all(hosts.map((host) => host.losePower()));
  return async () => {
    await plugIn();
    await Promise.all(hosts.map((host) => host.start()));
  };
}

/** They are put right again as a time service does it when it finds them so wrong: at once. */
async function putClocks(hosts: readonly Host[], seconds: number): Promise<Mend> {
  const put = async (by: number) => {
    await Promise.all(hosts.map(async ({ clock }) => clock?.put(by)));
  };
  await put(seconds);
  return async () => put(0);
}

/** The source sends its commit and hears nothing for 2 s. By then the target hears nothing either. */
const linkIsDroppedAfterMs = 500;

/**
 * The next change that the source asks of the store arrives when this is mended; what it asks on other connections is heard
 * at once. The link between the hosts is lost meanwhile, so that the target keeps what it has received.
 */
async function delayCommit({ world: { etcd, network }, plan: { source } }: Scene): Promise<Mend> {
  await etcd?.wire.order({ wire: source, act: "hold the next change", direction: "in", which: "all" });
  const dropped = delay(linkIsDroppedAfterMs).then(() => network.drop(["a", "b"]));
  return async () => {
    const plugIn = await dropped;
    await etcd?.wire.order({ wire: source, act: "release", direction: "both", which: "all" });
    await plugIn();
  };
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
      const send = (signal: NodeJS.Signals) => {
        if (pid !== undefined) signalProcess(pid, signal);
      };
      return { send, mend: async () => undefined };
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
