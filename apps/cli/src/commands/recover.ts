import { type Evidence, GantryError } from "@gantry/kvm-core/model";
import { evidenceLines } from "../terminal/evidence-text.ts";
import type { Session } from "./session.ts";

/** What `migrate NAME --recover` was asked for. */
interface RecoverFlags {
  readonly choose?: "source" | "target";
  /** `--yes`: the person has read what it costs. */
  readonly yes: boolean;
}

/**
 * Looks again at both hosts, settles what can be settled, and prints the evidence of both; with `--choose` takes the instance
 * over on that side.
 *
 * @throws GantryError `migration_in_doubt` when it still needs a person: the command ends with 10.
 */
export async function recover(
  session: Session,
  instance: string,
  { choose, yes }: RecoverFlags,
): Promise<void> {
  const { evidence: before } = await session.client.migrations.recover.mutate({ instance });
  if (choose === undefined || before.doubt === undefined) return tell(session, before, choose);
  const cost = before.doubt.words.choice;
  if (cost?.side === choose && !yes) {
    session.print({ outcome: "in-doubt", evidence: before }, evidenceLines(before));
    throw unconfirmed(before.instance, cost);
  }
  const choice = { instance, choose, confirm: before.instance };
  const { evidence } = await session.client.migrations.recover.mutate(choice);
  tell(session, evidence, choose);
}

function tell(session: Session, evidence: Evidence, choose: RecoverFlags["choose"]): void {
  const { doubt, instance } = evidence;
  const outcome = doubt === undefined ? "settled" : "in-doubt";
  session.print({ outcome, evidence }, evidenceLines(evidence));
  if (doubt === undefined) return;
  const { words, reason, source, target } = doubt;
  throw new GantryError("migration_in_doubt", {
    message: choose === undefined ? `${instance} still needs a person.` : `${instance} is still in doubt.`,
    hint: words.todo,
    details: { reason, source, target, command: words.command },
  });
}

function unconfirmed(
  instance: string,
  { warning, command }: { readonly warning: string; readonly command: string },
): GantryError {
  return new GantryError("migration_in_doubt", {
    message: `${instance} was not taken over: that has to be said with --yes. ${warning}`,
    hint: `When the other host is off: ${command} --yes`,
    details: { command: `${command} --yes` },
  });
}
