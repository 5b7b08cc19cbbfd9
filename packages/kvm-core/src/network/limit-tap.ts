import { GantryError, type NicRate } from "../model/index.ts";
import type { IpCommand } from "./ip-command.ts";
import { readLink, undefinedIfAbsent } from "./read-link.ts";
import { brakeName } from "./tap-name.ts";

/** How much a tap may carry; `field` is where its spec says so, for errors. */
export interface TapLimit {
  readonly tap: string;
  readonly rate: NicRate | undefined;
  readonly field: string;
}

/**
 * Limits what a tap carries, or lifts the limit; safe to repeat and to change while packets flow. What the guest
 * receives leaves the host through the tap, where the kernel can queue it. What the guest transmits comes in by the
 * tap, where nothing queues: it is led through a brake, an interface of its own, and comes back to the bridge.
 *
 * @throws GantryError `unsupported` when the kernel lacks what a direction needs; that direction is not limited then.
 */
export async function limitTap(run: IpCommand, { tap, rate, field }: TapLimit): Promise<void> {
  const { mtu = 1500 } = (await readLink(run, tap)) ?? {};
  await limitReceive(run, { tap, mbit: rate?.receiveMbit, mtu }).catch(unsupportedAt(`${field}.receiveMbit`));
  await limitTransmit(run, { tap, mbit: rate?.transmitMbit, mtu }).catch(
    unsupportedAt(`${field}.transmitMbit`),
  );
}

/** Removes what {@link limitTap} made beside the tap; what it made on the tap goes with the tap. */
export async function removeBrake(run: IpCommand, tap: string): Promise<void> {
  await run("ip", ["link", "delete", "dev", brakeName(tap)]).catch(undefinedIfAbsent);
}

interface Limit {
  readonly tap: string;
  readonly mbit: number | undefined;
  readonly mtu: number;
}

async function limitReceive(run: IpCommand, { tap, mbit, mtu }: Limit): Promise<void> {
  if (mbit !== undefined) await run("tc", bucket(tap, mbit, mtu));
  else await run("tc", ["qdisc", "delete", "dev", tap, "root"]).catch(undefinedIfNoQdisc);
}

async function limitTransmit(run: IpCommand, { tap, mbit, mtu }: Limit): Promise<void> {
  const brake = brakeName(tap);
  if (mbit === undefined) {
    await run("tc", ["qdisc", "delete", "dev", tap, "ingress"]).catch(undefinedIfNoQdisc);
    return await removeBrake(run, tap);
  }
  if ((await readLink(run, brake)) !== undefined) return void (await run("tc", bucket(brake, mbit, mtu)));
  await using undo = new AsyncDisposableStack();
  await run("ip", ["link", "add", "name", brake, "type", "ifb"]);
  undo.defer(() => removeBrake(run, tap));
  await run("tc", bucket(brake, mbit, mtu));
  await run("ip", ["link", "set", "dev", brake, "mtu", String(mtu), "up"]);
  await run("tc", ["qdisc", "delete", "dev", tap, "ingress"]).catch(undefinedIfNoQdisc);
  await run("tc", ["qdisc", "add", "dev", tap, "handle", "ffff:", "ingress"]);
  undo.defer(() => run("tc", ["qdisc", "delete", "dev", tap, "ingress"]).then(() => undefined));
  // u32 with an empty match: every packet. Kernels without `matchall` have it too.
  await run("tc", [
    ...["filter", "add", "dev", tap, "parent", "ffff:", "protocol", "all", "u32", "match", "u32", "0", "0"],
    ...["action", "mirred", "egress", "redirect", "dev", brake],
  ]);
  undo.move();
}

/** A token bucket that holds 10 ms of traffic, or four packets, and queues 100 ms more. */
function bucket(device: string, mbit: number, mtu: number): string[] {
  const burst = Math.max(Math.ceil((mbit * 1_000_000) / 8 / 100), 4 * (mtu + 18));
  return [
    ...["qdisc", "replace", "dev", device, "root", "tbf"],
    ...["rate", `${mbit}mbit`, "burst", `${burst}b`, "latency", "100ms"],
  ];
}

function undefinedIfNoQdisc(failure: unknown): undefined {
  // The words of older and newer kernels for "there is none".
  if (
    /handle of zero|invalid handle|find specified qdisc|no such file|invalid argument/i.test(wordsOf(failure))
  )
    return undefined;
  throw failure;
}

function unsupportedAt(field: string): (failure: unknown) => never {
  return (failure) => {
    if (!/not found|failed to load|not supported|unknown device type|is unknown/i.test(wordsOf(failure)))
      throw failure;
    throw new GantryError("unsupported", {
      message: `The kernel of this host cannot do what ${field} asks for: ${wordsOf(failure).trim().split("\n")[0] ?? ""}`,
      hint: "Load the modules sch_tbf, sch_ingress, cls_u32, act_mirred and ifb (`gantry doctor` names what is missing), or leave the field out.",
      details: { path: field },
      cause: failure,
    });
  };
}

function wordsOf(failure: unknown): string {
  return failure instanceof GantryError ? String(failure.details["stderr"]) : "";
}
