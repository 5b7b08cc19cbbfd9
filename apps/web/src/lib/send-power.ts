import type { AgentClient, AnsweredOperation } from "./agent-client.ts";
import type { PowerVerb } from "./power-verbs.ts";

/** One verb for one instance. */
export interface PowerOrder {
  readonly verb: PowerVerb;
  readonly name: string;
  readonly option: boolean;
  /** Whether the person was told what is special about it, and went on. */
  readonly known: boolean;
}

/** Asks the agent for one power verb. Undefined for those that are done when they are answered. */
export async function sendPower(
  client: AgentClient,
  { verb, name, option, known }: PowerOrder,
): Promise<AnsweredOperation | undefined> {
  const instance = name;
  switch (verb) {
    case "start":
      return (await client.instances.start.mutate({ instance, ...(known && { evenInMaintenance: true }) }))
        .operation;
    case "stop":
    case "force-stop":
      return (await client.instances.stop.mutate({ instance, force: verb === "force-stop" })).operation;
    case "reboot":
    case "reset":
      return (await client.instances.reboot.mutate({ instance, hard: verb === "reset" })).operation;
    case "suspend":
      return (await client.instances.suspend.mutate({ instance })).operation;
    case "delete":
      return (await client.instances.delete.mutate({ instance, deleteDisks: option })).operation;
    case "pause":
      await client.instances.pause.mutate({ instance });
      return undefined;
    case "resume":
      await client.instances.resume.mutate({ instance });
      return undefined;
  }
}
