import type { Hypervisor } from "../hypervisor/hypervisor.ts";
import type { OperationContext } from "../instance/index.ts";
import { migrationOptionsSchema } from "../model/migration.ts";

/** A verb that the fault run interrupts. */
export interface FaultedVerb {
  readonly needs: "stopped" | "running";
  readonly run: (host: Hypervisor, context: OperationContext) => Promise<void>;
}

/** A guest moves to a new QEMU process of its host: who dies then is not all the same, so it has a run of its own. */
export const moveHere: FaultedVerb = {
  needs: "running",
  run: async (host, context) =>
    void (await host.migrate("web-1", { options: migrationOptionsSchema.parse({}), context })),
};

const soft = { hard: false, timeoutSeconds: 30 };

/** The verbs of the fault run, on the instance `web-1`. */
export const faultedVerbs: Readonly<Record<string, FaultedVerb>> = {
  start: { needs: "stopped", run: (host, context) => host.start("web-1", context) },
  stop: {
    needs: "running",
    run: (host, context) => host.stop("web-1", { force: false, timeoutSeconds: 30 }, context),
  },
  "force stop": {
    needs: "running",
    run: (host, context) => host.stop("web-1", { force: true, timeoutSeconds: 30 }, context),
  },
  reboot: { needs: "running", run: (host, context) => host.reboot("web-1", soft, context) },
  "hard reset": {
    needs: "running",
    run: (host, context) => host.reboot("web-1", { ...soft, hard: true }, context),
  },
};
