import { type HostServices, type Instance, untilStoreAnswers } from "../instance/index.ts";
import { startInstance } from "../instance/start-instance.ts";
import { GantryError } from "../model/error.ts";
import { readBootId } from "../process/index.ts";

/**
 * After a restart of the host: starts the instances with `autostart` that ran when it went down, the oldest first, one
 * after the other. One that fails is logged and keeps nobody waiting. What was stopped on purpose stays stopped. As long
 * as the store does not answer, all of them wait. While the host is in maintenance none is started.
 */
export async function startWithHost(services: HostServices, instances: readonly Instance[]): Promise<void> {
  const boot = await readBootId();
  const wanted = instances.filter(({ stored: { spec, lastExit }, state }) => {
    const ranUntilEndOf = lastExit?.ranUntilEndOf ?? boot;
    return spec.autostart && state === "stopped" && ranUntilEndOf !== boot;
  });
  for (const instance of wanted.toSorted((a, b) => a.stored.createdAt.localeCompare(b.stored.createdAt))) {
    // After a power cut the store may come up after us.
    await untilStoreAnswers(instance);
    if (services.lifetime.aborted) return;
    if (instance.state !== "stopped") continue;
    if (services.maintenance() !== undefined) {
      services.log("warn", `${instance.name} was not started with the host, which is in maintenance`);
      continue;
    }
    await startInstance(instance).catch((error: unknown) => {
      services.log("error", `${instance.name} could not be started after the host's restart`, {
        error: GantryError.from(error).message,
      });
    });
  }
}
