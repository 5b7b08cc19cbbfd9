import { type Doubt, type Evidence, GantryError, type RecoverInput } from "@gantry/kvm-core/model";
import type { Caller } from "../auth/caller.ts";
import type { Hosts } from "./host-agent.ts";

/**
 * Looks again, with fresh evidence, at every host that has to do with an instance, and lets each settle what it can. With a
 * choice the side that was chosen takes the instance over; it is refused when what is seen contradicts it.
 *
 * @throws GantryError `invalid_input` without the repeated name, `wrong_state` when it must not be chosen.
 */
export async function recoverMigration(
  hosts: Hosts,
  caller: Caller,
  input: RecoverInput,
): Promise<{ outcome: "settled" | "in-doubt"; evidence: Evidence }> {
  const { instance, choose } = input;
  const before = await hosts.evidence(caller, instance);
  if (choose === undefined) await lookAgain(hosts, caller, before);
  else await choosing(hosts, caller, { ...input, choose, before });
  const evidence = await hosts.evidence(caller, instance);
  return { outcome: evidence.doubt === undefined ? "settled" : "in-doubt", evidence };
}

async function lookAgain(hosts: Hosts, caller: Caller, { instance, hosts: seen }: Evidence): Promise<void> {
  const online = seen.filter(({ answers }) => answers).map(({ host }) => hosts.named(host));
  // Where one fails, the evidence that follows says what there is.
  await Promise.allSettled(online.map((agent) => agent.recover(caller, { instance })));
}

async function choosing(
  hosts: Hosts,
  caller: Caller,
  {
    choose,
    confirm,
    before,
  }: RecoverInput & { readonly choose: "source" | "target"; readonly before: Evidence },
): Promise<void> {
  const { doubt, instance } = before;
  if (confirm !== instance) {
    throw new GantryError("invalid_input", {
      message: `Whoever chooses has to repeat the name of the instance.`,
      hint: `Send \`confirm\` with the name ${instance}.`,
      details: { faults: [{ path: "confirm", message: `must be ${instance}` }] },
    });
  }
  // A call that a peer passed on is for this host, which sees for itself whether the other one answers.
  if (caller.via !== undefined)
    return await hosts.named(undefined).recover(caller, { instance, choose, confirm });
  if (doubt === undefined) throw refused(instance, "nothing of its migration is in doubt");
  if (doubt.words.choice?.side !== choose) throw refused(instance, whyNot(doubt, choose));
  const running = before.hosts.find(({ own }) => own?.qemu?.status === "running");
  if (running !== undefined) throw refused(instance, `it runs on ${running.host}`);
  const side = choose === "source" ? doubt.source : doubt.target;
  await hosts.named(side).recover(caller, { instance, choose, confirm });
}

function whyNot({ reason, source, target }: Doubt, choose: "source" | "target"): string {
  if (reason === "store-lost") return "without the store nobody may let it run; bring the store back";
  const away = reason === "target-unreachable" ? target : source;
  if ((choose === "source" ? source : target) === away)
    return `${away} does not answer; once it is back, the migration is settled by itself`;
  return `only ${away} can say what became of it; bring ${away} back`;
}

function refused(instance: string, why: string): GantryError {
  return new GantryError("wrong_state", {
    message: `${instance} was not taken over: ${why}.`,
    hint: "Nothing was changed. Look at the evidence of both hosts.",
    where: `What is known of ${instance} stands in the evidence; neither copy was touched.`,
  });
}
