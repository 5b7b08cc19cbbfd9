import * as z from "zod";

/** Why a migration cannot be finished without a person. A closed list. */
export const doubtReasons = [
  /** The store was lost between a commit that was sent and its answer. */
  "store-lost",
  /** The source does not answer, and nothing is committed. */
  "source-unreachable",
  /** The target does not answer since the guest was given to it. */
  "target-unreachable",
  /** The guest has ended on its target, and its source does not answer, which may have been chosen by a person. */
  "source-not-heard",
] as const;
/** See {@link doubtReasons}. */
export type DoubtReason = (typeof doubtReasons)[number];

/** What is said about a doubt: the same words in API, command line and UI. */
export const doubtWordsSchema = z.object({
  happened: z.string(),
  /** Where the guest is. */
  where: z.string(),
  /** Whether its data are safe. */
  data: z.string(),
  /** Which side is the safe one. */
  safe: z.string(),
  /** What to do. */
  todo: z.string(),
  /** What to type. */
  command: z.string(),
  /** What may be chosen instead, what it costs, and what has to be done before; absent when nothing may be chosen. */
  choice: z
    .object({ side: z.enum(["source", "target"]), warning: z.string(), command: z.string() })
    .optional(),
});
/** See {@link doubtWordsSchema}. */
export type DoubtWords = z.output<typeof doubtWordsSchema>;

/** A migration that only a person can settle. */
export const doubtSchema = z.object({
  reason: z.enum(doubtReasons),
  instance: z.string(),
  source: z.string(),
  target: z.string(),
  words: doubtWordsSchema,
});
/** See {@link doubtSchema}. */
export type Doubt = z.output<typeof doubtSchema>;

/** What the words speak of. */
export interface DoubtFacts {
  readonly reason: DoubtReason;
  readonly instance: string;
  readonly source: string;
  readonly target: string;
  /** Whether the side that answers may be chosen. See `choiceOf` in `judge-evidence.ts`. */
  readonly mayChoose: boolean;
}

/** The fixed text of each doubt: what happened, where the guest is, whether data are safe, the safe side, what to do. */
export function doubtWords(facts: DoubtFacts): DoubtWords {
  const command = `gantry migrate ${facts.instance} --recover`;
  return { ...texts[facts.reason](facts), command, ...(facts.mayChoose && { choice: choiceOf(facts) }) };
}

type Text = Pick<DoubtWords, "happened" | "where" | "data" | "safe" | "todo">;

const texts: Readonly<Record<DoubtReason, (facts: DoubtFacts) => Text>> = {
  "store-lost": (facts) => ({
    ...(facts.source === facts.target ? storeLostOnOneHost(facts) : storeLostBetweenTwo(facts)),
    data: "Nothing is lost.",
    todo: "Bring the store back: the migration is then finished or called off by itself. Start it nowhere until then.",
  }),
  "source-unreachable": ({ instance, source, target, mayChoose }) => ({
    happened: `${source} does not answer since it was about to hand ${instance} over to ${target}. Nothing is committed.`,
    where: `${instance} belongs to ${source} and may run there. ${target} holds a paused copy, which does not run.`,
    data: `Nothing is lost as long as ${source} comes back.`,
    safe: `${source} is the safe side.`,
    todo: mayChoose
      ? `Bring ${source} back: ${instance} goes on there, and ${target} removes its copy by itself.`
      : `Bring ${source} back: ${instance} goes on there, and ${target} removes its copy by itself. The right to run it is in ${source}'s own store, so ${target} cannot take it over.`,
  }),
  "target-unreachable": ({ instance, source, target, mayChoose }) => ({
    happened: `${instance} was handed over from ${source} to ${target}, and ${target} does not answer since.`,
    where: mayChoose
      ? `${instance} belongs to ${target} and may run there. ${source} holds a paused copy, which does not run.`
      : `${instance} belongs to ${target} and may run there. ${source} has no process of it any more.`,
    data: `Nothing is lost as long as ${target} comes back.`,
    safe: `${target} is the safe side.`,
    todo: `Bring ${target} back: the migration is then finished by itself. Start ${instance} nowhere until then.`,
  }),
  "source-not-heard": ({ instance, source, target }) => ({
    happened: `${instance} came from ${source} to ${target} and has ended there. ${source} has not said that it holds nothing of it any more, and does not answer.`,
    where: `${instance} runs on ${target} no more. A person may have taken it over on ${source} while ${target} was off.`,
    data: "What it had written to its disks is there.",
    safe: `${source} is the side to ask.`,
    todo: `Bring ${source} back: ${target} then starts ${instance} again, or gives it up, as ${source} says.`,
  }),
};

function storeLostBetweenTwo({
  instance,
  source,
  target,
}: DoubtFacts): Pick<Text, "happened" | "where" | "safe"> {
  return {
    happened: `The store was lost while ${instance} was handed over from ${source} to ${target}: which of them owns it is not known.`,
    where: `${instance} is paused on ${source} and on ${target}, whole on both. It runs on neither.`,
    safe: "Neither host is safe to start it on until the store answers.",
  };
}

/** It went over to a new QEMU process. */
function storeLostOnOneHost({ instance, source }: DoubtFacts): Pick<Text, "happened" | "where" | "safe"> {
  return {
    happened: `The store was lost while ${instance} was handed over to a new QEMU process on ${source}: which of the two may run it is not known.`,
    where: `${instance} is paused in both processes, whole in each. It runs in neither.`,
    safe: "Neither process may be let run until the store answers.",
  };
}

function choiceOf({ reason, instance, source, target }: DoubtFacts): NonNullable<DoubtWords["choice"]> {
  const side = reason === "source-unreachable" ? "target" : "source";
  const [here, away] = side === "source" ? [source, target] : [target, source];
  return {
    side,
    warning: `Only if ${away} will not come back soon: power ${away} off first, at its switch, and make sure that it is off. ${here} then takes ${instance} over, stopped, and ends its paused copy: ${away} may have gone on from it, and memory that is older than its disks destroys them. ${instance} starts from its disks, as after a power cut; what only its memory held is lost.`,
    command: `gantry migrate ${instance} --recover --choose ${side}`,
  };
}
