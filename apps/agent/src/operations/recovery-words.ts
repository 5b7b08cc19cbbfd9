import { type Doubt, GantryError, type InstanceState, type Operation } from "@gantry/kvm-core/model";

/** The migration did not take place; it is known now. */
export function calledOff({
  operation: { instance, status, error },
  host,
  state,
}: {
  readonly operation: Operation;
  readonly host: string;
  readonly state: InstanceState;
}): GantryError {
  const target = error?.details["target"];
  const to = typeof target === "string" ? ` to ${target}` : "";
  const why =
    status === "in-doubt"
      ? "it never ran there, and that is certain now"
      : `the agent on ${host} was restarted while it was under way, and has called it off`;
  return new GantryError("migration_failed", {
    message: `${instance} was not moved${to}: ${why}.`,
    where: `${instance} is ${state} on ${host}. Its data are there, and nowhere else.`,
    hint: state === "running" ? "Nothing is lost. Migrate again whenever it suits." : stoppedHint(instance),
    details: { ...(typeof target === "string" && { target }) },
  });
}

function stoppedHint(instance: string): string {
  return `What its memory held is lost where its QEMU has ended; its disks are whole. \`gantry show ${instance}\` says why.`;
}

/** It has left this host. */
export function movedOn({ result }: Operation): Pick<Operation, "status" | "result"> {
  return { status: "succeeded", ...(result && { result: { ...result, outcome: "moved" } }) };
}

/** A person has decided. */
export function takenOver({
  name,
  host,
  actor,
}: {
  readonly name: string;
  readonly host: string;
  readonly actor: string;
}): GantryError {
  return new GantryError("migration_failed", {
    message: `${name} was taken over on ${host} by ${actor}, who said that the other host was off.`,
    where: `${name} is stopped on ${host}. What only its memory held is lost; its disks are as after a power cut.`,
    hint: `Start it: gantry start ${name}. When the other host comes back, its agent gives up what is left there.`,
  });
}

/** It can be settled by a person only, or by a host or store that comes back. */
export function undecided({ reason, source, target, words }: Doubt): GantryError {
  return new GantryError("migration_in_doubt", {
    message: words.happened,
    where: `${words.where} ${words.data} ${words.safe}`,
    hint: words.todo,
    details: { reason, source, target, command: words.command },
  });
}
