import type { Hypervisor } from "@gantry/kvm-core";
import { GantryError } from "@gantry/kvm-core/model";
import { ConsoleDoor } from "./console/console-door.ts";
import type { ConsoleRooms } from "./console/console-room.ts";
import { ConsoleSession, type SessionServices } from "./console/console-session.ts";
import type { ConsoleWish, Leg } from "./console/leg.ts";
import { RelayedConsole } from "./console/relayed-console.ts";
import type { Recorder } from "./console/recorder.ts";
import type { Screens } from "./console/screens.ts";
import { type PastMove, pauseOf } from "./hosts/pause-of.ts";
import type { OpenHosts } from "./open-hosts.ts";
import type { AuditedChange } from "./procedures/context.ts";

/** Consoles of this host and, passed on, of its peers. */
export function openConsoles({
  hosts,
  driver,
  rooms,
  screens,
  recorder,
  skipped,
  audit,
  onError,
}: {
  readonly hosts: OpenHosts;
  readonly driver: Hypervisor;
  readonly rooms: ConsoleRooms;
  readonly screens: Screens;
  readonly recorder: Recorder;
  /** Counts what viewers were too slow for, by uuid of the instance. */
  readonly skipped: { add(instance: string, bytes: number): void };
  readonly audit: (change: AuditedChange) => void;
  readonly onError: (error: unknown) => void;
}): ConsoleDoor {
  const services: SessionServices = {
    host: driver.host,
    rooms,
    stateOf: (instance) => hosts.stateHere(instance),
    onInstanceChange: (listener) => hosts.all.onChange(listener),
    isPresent: (wish, port) => portOf(driver, wish) === port,
    screens,
    async sendBreak({ instance, port }) {
      try {
        await driver.sendBreak(instance, port);
        return true;
      } catch (error) {
        onError(error);
        return false;
      }
    },
    pressCtrlAltDel: ({ instance }) => driver.pressCtrlAltDel(instance).catch(onError),
    skipped: ({ instance }, bytes) => skipped.add(instance, bytes),
    typed: (wish, keys) => recorder.typed(wish, keys),
    tookOver: ({ caller, instance, port }) => {
      recorder.note({ instance, port }, `${caller.name} took over`);
      const subject = hosts.all.find(instance)?.name ?? instance;
      audit({ caller, action: "console.takeOver", subject, host: driver.host, result: "ok" });
    },
  };
  const legOn = (host: string, wish: ConsoleWish): Leg | "not-yet" | "not-ours" => {
    if (host === driver.host) {
      const port = portOf(driver, wish);
      return port === undefined ? "not-yet" : new ConsoleSession(services, wish, port);
    }
    // Whoever came through a peer goes back to that peer, which finds the way by itself.
    const peer = wish.caller.via === undefined ? hosts.peerNamed(host) : undefined;
    return peer === undefined ? "not-ours" : new RelayedConsole(peer, wish);
  };
  const whereabouts = {
    find: (instance: string) => hosts.all.find(instance),
    onChange: (listener: () => void) => hosts.all.onChange(listener),
    pauseOf: (move: PastMove) => pauseOf((signal) => hosts.all.watchOperations(signal), move),
  };
  return new ConsoleDoor({ whereabouts, legOn }, onError);
}

/** Undefined when the instance is not here or has no such port. */
export function portOf(driver: Hypervisor, { instance, port }: Pick<ConsoleWish, "instance" | "port">) {
  try {
    return driver.console(instance, port);
  } catch (error) {
    if (GantryError.from(error).code === "not_found") return undefined;
    throw error;
  }
}
