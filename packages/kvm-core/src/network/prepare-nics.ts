import type { Account } from "../model/account.ts";
import { GantryError, type InstanceSpec, type NicSpec } from "../model/index.ts";
import type { HostNetwork } from "./host-network.ts";
import type { IpCommand } from "./ip-command.ts";
import { runHook } from "./run-hook.ts";
import { assertTunOpen } from "./tap-rights.ts";
import { makeTap, removeTap } from "./tap.ts";
import { isTapName, tapName } from "./tap-name.ts";

/** Whose interfaces are made ready. */
export interface PrepareNicsOptions extends HostNetwork {
  readonly uuid: string;
  /** The number of each interface in its machine, by its MAC; one that is not there has its place in the spec. */
  readonly numbers: Readonly<Record<string, number>>;
  /** As whom QEMU runs, when not as we do. */
  readonly account?: Account | undefined;
  /** Taps that another process of the instance has here. */
  readonly taken?: readonly string[] | undefined;
}

/** Interfaces that are ready. Disposing takes them away again; a running instance keeps them. */
export interface PreparedNics extends AsyncDisposable {
  /** Number of each interface on a bridge → its tap. */
  readonly taps: Readonly<Record<number, string>>;
  /** Takes every tap away again. Idempotent. */
  undo(): Promise<void>;
}

/**
 * Makes a tap on the right bridge for each interface that is on one; those in user mode need nothing.
 *
 * @throws GantryError `bridge_missing` or `network_failed`; nothing is left behind then.
 */
export async function prepareNics(
  spec: Pick<InstanceSpec, "name" | "nics">,
  options: PrepareNicsOptions,
): Promise<PreparedNics> {
  await using undo = new AsyncDisposableStack();
  const taps: Record<number, string> = {};
  for (const [index, nic] of spec.nics.entries()) {
    const number = options.numbers[nic.mac ?? ""] ?? index;
    const tap = await prepareNic({ instance: spec.name, nic, number, path: `nics.${index}` }, options, undo);
    if (tap !== undefined) taps[number] = tap;
  }
  const made = undo.move();
  return { taps, undo: () => made.disposeAsync(), [Symbol.asyncDispose]: () => made.disposeAsync() };
}

/** One interface of an instance. */
export interface NicToPrepare {
  readonly instance: string;
  readonly nic: NicSpec;
  /** Its number in its machine. */
  readonly number: number;
  /** Where it stands in the spec, for errors. */
  readonly path: string;
}

/** Makes the tap of one interface and runs the hook for it; undefined for one in user mode, which has none. */
export async function prepareNic(
  { instance, nic, number, path }: NicToPrepare,
  { uuid, scope, hook, account, run, taken }: Omit<PrepareNicsOptions, "numbers">,
  undo: AsyncDisposableStack,
): Promise<string | undefined> {
  if (!("bridge" in nic.network)) return undefined;
  const { bridge, vlan } = nic.network;
  const { mtu, rate } = nic;
  if (account !== undefined) await assertTunOpen(account, path);
  const tap = tapName(scope, uuid, number, taken);
  const label = `${instance} nic ${number}`;
  await makeTap(run, { tap, bridge, vlan, mtu, rate, userId: account?.uid, label, path }, undo);
  if (hook !== undefined) {
    await runHook(hook, {
      INSTANCE: instance,
      MAC: nic.mac ?? "",
      IP: nic.ip ?? "",
      BRIDGE: bridge,
      INTERFACE: tap,
      VLAN: vlan === undefined ? "" : String(vlan),
    });
  }
  return tap;
}

/**
 * Removes taps of an instance that has ended. Idempotent; every tap is tried before the first failure is thrown.
 *
 * @throws GantryError `network_failed`, also for a name that is not one of our taps.
 */
export async function removeTaps(taps: readonly string[], run: IpCommand): Promise<void> {
  const results = await Promise.allSettled(taps.map((tap) => removeOwnTap(run, tap)));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

async function removeOwnTap(run: IpCommand, tap: string): Promise<void> {
  if (!isTapName(tap)) {
    throw new GantryError("network_failed", {
      message: `${tap} is not a tap of Gantry, so it was not removed.`,
      hint: "The record that named it is damaged; look at the interface with `ip link` and remove it by hand if it is yours.",
      details: { tap },
    });
  }
  await removeTap(run, tap);
}
