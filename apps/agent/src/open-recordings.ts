import type { Hypervisor } from "@gantry/kvm-core";
import { Recorder, type RecorderServices } from "./console/recorder.ts";
import { portOf } from "./open-consoles.ts";
import type { OpenHosts } from "./open-hosts.ts";
import { sendRecordings } from "./peers/send-recordings.ts";

/** Milliseconds between two tries to send recordings after their instance. */
const retryEveryMs = 15_000;

/** What records the consoles of this host. */
export function openRecorder({
  driver,
  ...services
}: Pick<RecorderServices, "rooms" | "screens" | "onError"> & { readonly driver: Hypervisor }): Recorder {
  return new Recorder({
    ...services,
    directoryOf: (instance) => driver.recordingsDir(instance),
    portOf: ({ instance, port }) => portOf(driver, { instance, port }),
  });
}

/**
 * Keeps recordings with their instances until disposed: they go on after a restart of the agent and on other ports, go
 * with an instance that moves, and end with one that is deleted.
 */
export function followInstances({
  recorder,
  hosts,
  driver,
  onError,
}: {
  readonly recorder: Recorder;
  readonly hosts: OpenHosts;
  readonly driver: Hypervisor;
  readonly onError: (error: unknown) => void;
}): Disposable {
  const stack = new DisposableStack();
  const leaving = new Map<string, Promise<void>>();
  /** Those that were seen here: an instance that is nowhere may also be one whose host does not answer yet. */
  const seenHere = new Set<string>();
  const leave = async (instance: string, to: string) => {
    const recordings = await recorder.of(instance);
    await recordings.depart(`moved from ${driver.host} to ${to}`);
    const access = hosts.peerNamed(to);
    if (access === undefined) return;
    await sendRecordings(access, instance, recordings);
    await recorder.forget(instance);
  };
  const look = (instance: string) => {
    const row = hosts.all.find(instance);
    if (row === undefined) {
      if (seenHere.delete(instance)) void recorder.forget(instance).catch(onError);
    } else if (row.host === driver.host) {
      seenHere.add(instance);
      if (row.state === "migrating") void recorder.of(instance).then((all) => all.flush(), onError);
      else recorder.goOn(instance);
    } else if (row.state !== "unknown" && !leaving.has(instance)) {
      seenHere.delete(instance);
      const left = leave(instance, row.host).catch(onError);
      leaving.set(instance, left);
      void left.then(() => leaving.delete(instance));
    }
  };
  const lookAtAll = () => {
    for (const instance of recorder.instances) look(instance);
  };
  stack.use(hosts.all.onChange(lookAtAll));
  const timer = setInterval(lookAtAll, retryEveryMs);
  stack.defer(() => clearInterval(timer));
  void driver
    .recorded()
    .then((instances) => Promise.all(instances.map((instance) => recorder.of(instance))))
    .then(lookAtAll)
    .catch(onError);
  return stack;
}
