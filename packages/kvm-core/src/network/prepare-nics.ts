import { GantryError, type InstanceSpec, type NicSpec } from "../model/index.ts";
import { type IpCommand, runIp } from "./ip-command.ts";
import { runHook } from "./run-hook.ts";
import { makeTap, removeTap } from "./tap.ts";
import { isTapName, tapName } from "./tap-name.ts";

/** How the interfaces of an instance are made ready. */
export interface PrepareNicsOptions {
  readonly uuid: string;
  /** Tells hosts apart that share one network namespace; the host's name. */
  readonly scope?: string;
  /** Absolute path of the administrator's program, run once per tap. */
  readonly hook?: string | undefined;
  /** User that QEMU runs as, if not root. */
  readonly userId?: number;
  /** Another way to run iproute2, such as inside a network namespace. */
  readonly run?: IpCommand;
}

/** Interfaces that are ready. Disposing takes them away again; a running instance keeps them. */
export interface PreparedNics extends AsyncDisposable {
  /** Index of each interface on a bridge → its tap. */
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
    if (!("bridge" in nic.network)) continue;
    taps[index] = await prepareNic(spec.name, { nic, network: nic.network, index }, options, undo);
  }
  const made = undo.move();
  return { taps, undo: () => made.disposeAsync(), [Symbol.asyncDispose]: () => made.disposeAsync() };
}

interface BridgedNic {
  readonly nic: NicSpec;
  readonly network: Extract<NicSpec["network"], { bridge: string }>;
  readonly index: number;
}

async function prepareNic(
  instance: string,
  { nic, network: { bridge, vlan }, index }: BridgedNic,
  { uuid, scope = "", hook, userId, run = runIp }: PrepareNicsOptions,
  undo: AsyncDisposableStack,
): Promise<string> {
  const tap = tapName(scope, uuid, index);
  await makeTap(run, { tap, bridge, vlan, userId, label: `${instance} nic ${index}` }, undo);
  if (hook !== undefined) {
    await runHook(hook, {
      INSTANCE: instance,
      MAC: nic.mac ?? "",
      IP: "",
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
export async function removeTaps(taps: readonly string[], run: IpCommand = runIp): Promise<void> {
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
