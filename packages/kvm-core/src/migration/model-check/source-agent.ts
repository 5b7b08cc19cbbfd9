import { isHandedOver } from "../../model/ownership-rules.ts";
import { commitAhead, heardOf, hold, look } from "./post-copy-source.ts";
import { type Protocol, writeSource } from "./protocol.ts";
import { at, giveUp, self, takeBack, to } from "./source-turns.ts";
import { abortThere, answerOf, hearLetGo, takeHandOver } from "./target-agent.ts";
import {
  migrationId,
  runningHere,
  type SourceAt,
  sourceHost,
  sourceProcess,
  type Step,
  targetHost,
  targetProcess,
  type World,
} from "./world.ts";

/** Everything that the source's agent may do next; several steps where the network decides. */
export function sourceSteps(protocol: Protocol, world: World): Step[] {
  const { source } = world;
  if (!source.up) return [{ name: "source agent comes back", to: at({ ...world, source: up }, "recover") }];
  return story[source.at](protocol, world).map(({ name, to }) => ({ name: `source: ${name}`, to }));
}

const up = { up: true, at: "idle", tries: 0, heard: false } as const;

type Act = (protocol: Protocol, world: World) => Step[];

/** `migrate-instance.ts`, its undo, and `recover-migration.ts`. */
const story: Record<SourceAt, Act> = {
  idle: (protocol, world) => {
    const { rules } = protocol;
    const held = world.records.source ?? undefined;
    // Without an instance nothing of it is left to look after; a record alone does no harm.
    if (!world.disk.sourceInstance) return [];
    if (rules.unfinished(held, sourceHost) !== "nothing")
      return to("looks after what is left", at(world, "recover"));
    const migration = {
      id: migrationId,
      source: sourceHost,
      target: targetHost,
      targetIncarnation: targetProcess,
    };
    const canBegin = world.here === "running" && world.stream === "none" && world.there === "none";
    if (!canBegin || held === undefined || !rules.mayRun(held, self)) return [];
    return to("begins", writeSource(protocol, at(world, "prepare"), rules.begun(held, migration)));
  },

  prepare: (_, world) => {
    if (!world.target.up) return [giveUp(world)];
    const prepared: World = {
      ...world,
      there: "incoming",
      disk: { ...world.disk, incomingFile: true },
    };
    return [
      { name: "prepares", to: at(prepared, "open-stream") },
      { name: "prepares, answer lost", to: at(prepared, "undo-cancel") },
    ];
  },

  "open-stream": (_, world) =>
    world.target.up && world.there === "incoming" && world.here === "running"
      ? to("opens the stream", at(world, "await-pause", { stream: "active" }))
      : [giveUp(world)],

  "await-pause": (protocol, world) => {
    if (world.stream === "pre-switchover")
      return [...to("is at the switchover", at(world, "mark-switching")), giveUp(world)];
    return [giveUp(world), ...hold(protocol, world)];
  },

  "mark-switching": (protocol, world) => {
    const held = world.records.source;
    const isThere = world.target.up && world.there === "incoming";
    if (!isThere || held === null || !protocol.rules.mayRun(held, self)) return [giveUp(world)];
    return to(
      "marks the switchover",
      writeSource(
        protocol,
        at(world, world.postCopy ? "commit-ahead" : "continue"),
        protocol.rules.switching(held),
      ),
    );
  },

  continue: ({ rules }, world) => {
    if (world.stream !== "pre-switchover" || !rules.mayRun(world.records.source ?? undefined, self))
      return [giveUp(world)];
    const next = rules.commitsAfterCompleted ? "await-completed" : "commit";
    return to("lets QEMU send the rest", at(world, next, { stream: "device" }));
  },

  "await-completed": (_, world) => {
    if (world.here === "dead" || world.stream === "failed") return [giveUp(world)];
    return world.stream === "completed" ? to("saw completed", at(world, "commit")) : [];
  },

  commit: (protocol, world) => {
    const held = world.records.source;
    if (held === null || !protocol.rules.mayRun(held, self)) return [giveUp(world)];
    const record = protocol.rules.committed(held);
    const next = protocol.rules.quitsAfterHandOver ? "hand-over" : "quit";
    const done = to("commits", writeSource(protocol, at(world, next), record));
    if (!protocol.shared) return done;
    return [...done, ...to("commits, answer lost", at(world, "learn", { underWay: { record, over: held } }))];
  },
  "commit-ahead": commitAhead,
  look,
  learn: (protocol, world) => {
    const held = world.records.source;
    if (held === null) return [giveUp(world)];
    const next = world.postCopy ? "look" : "hand-over";
    if (isHandedOver(held)) return to("learns that it is committed", at(world, next));
    const ruledOut = writeSource(protocol, world, protocol.rules.staying(held));
    return to("rules its commit out", at(ruledOut, "undo-cancel"));
  },

  "hand-over": ({ tries }, world) => {
    const { target, source } = world;
    // Whoever hands over has taken nothing over.
    if (world.disk.taken) return to("forgets a taking over", at(untaken(world), "hand-over"));
    const later = { ...world, source: { ...source, tries: source.tries + 1 } };
    const left = { ...world, source: { ...source, tries: 0 } };
    const lost = to("hears nothing", source.tries < tries ? at(later, "ask-again") : at(left, "idle"));
    if (!target.up) return lost;
    const heard: World = { ...world, target: { ...target, reply: null } };
    const arrived = world.postCopy ? heardOf(heard) : at(heard, "quit");
    if (target.reply === "done") return [...to("hears that it has arrived", arrived), ...lost];
    if (target.reply === "refused") return to("hears a refusal", at(heard, "ask-again"));
    const asked = takeHandOver(world);
    return asked === world ? lost : [...to("hands over", asked), ...lost];
  },

  "ask-again": (protocol, world) => {
    if (world.postCopy) return look(protocol, world);
    const answer = world.target.up ? answerOf(world) : undefined;
    const hasProcess = world.here !== "dead";
    switch (protocol.rules.afterCommit({ answer, hasProcess, processOnRecord: hasProcess })) {
      case "wait":
        return to("waits", at({ ...world, source: { ...world.source, tries: 0 } }, "idle"));
      case "take-back":
        return to("takes it back", takeBack(protocol, world));
      case "hand-over":
        return to("hands over again", at(world, "hand-over"));
    }
  },

  "let-run": ({ rules }, world) => {
    // QEMU does not let go on what it was cut off from the target with: its migration is not finished.
    if (
      world.here === "paused" &&
      world.stream !== "cut" &&
      rules.mayRun(world.records.source ?? undefined, self)
    )
      return to("lets it run here", at(runningHere(world), "idle"));
    return to("has nothing to let run", at(world, "idle"));
  },

  quit: (_, world) => to("ends its own process", at(world, "forget", { here: "dead" })),
  forget: (_, world) =>
    to("forgets it", at(world, "drop-record", { disk: { ...world.disk, sourceInstance: false } })),
  "drop-record": (protocol, world) => {
    // A shared store has one record for both: it is the target's now.
    const dropped = protocol.shared ? world : writeSource(protocol, world, null);
    // On a full disk it stays.
    return [...to("drops its record", at(dropped, "let-go")), ...to("keeps its record", at(world, "let-go"))];
  },
  "let-go": (protocol, world) => {
    const lost = to("says that it has let go, unheard", at(world, "idle"));
    if (!world.target.up || protocol.shared) return lost;
    return [...to("says that it has let go", at(hearLetGo(protocol, world), "idle")), ...lost];
  },

  "take-over": (protocol, world) => {
    const held = world.records.source;
    // Compared and swapped: a record that says something else by now is left alone.
    if (held === null || !isHandedOver(held)) return to("finds the record changed", at(world, "idle"));
    const { rules } = protocol;
    const record = rules.takenOver(held, sourceHost);
    const past = { ...world.past, takenOver: true };
    if (!rules.takenOverStartsAnew && world.here === "paused")
      return to(
        "lets its copy run",
        writeSource(protocol, at(runningHere({ ...world, past }), "idle"), {
          ...record,
          incarnation: sourceProcess,
        }),
      );
    return to("takes it over", writeSource(protocol, at(world, "idle", { past, here: "dead" }), record));
  },

  "undo-cancel": (protocol, world) => {
    if (world.here === "dead") return to("finds its process dead", at(world, "undo-abort"));
    if (world.stream === "device") return [];
    const isUnderWay = world.stream === "active" || world.stream === "pre-switchover";
    if (!isUnderWay) return to("finds nothing to cancel", at(world, "undo-run"));
    // QEMU resumes by itself after a cancel before the switchover; the target's ends.
    const there = world.there === "incoming" ? "dead" : world.there;
    const cancelled: World = { ...world, there, stream: "failed" };
    return to("cancels", at(resumesByItself(protocol, cancelled), "undo-run"));
  },
  "undo-run": ({ rules }, world) => {
    if (world.here !== "paused") return to("finds it running", at(world, "undo-abort"));
    if (!rules.mayRun(world.records.source ?? undefined, self)) return to("may not", at(world, "undo-abort"));
    return to("lets it run again", at(runningHere(world), "undo-abort"));
  },
  "undo-abort": (_, world) => [
    ...to("calls off", at(world.target.up ? abortThere(world) : world, "undo-record")),
    ...to("calls off, unheard", at(world, "undo-record")),
  ],
  "undo-record": (protocol, world) => {
    const held = world.records.source;
    if (held === null || !protocol.rules.mayRun(held, self))
      return to("has no record to mend", at(world, "idle"));
    return to("mends the record", writeSource(protocol, at(world, "idle"), protocol.rules.calledOff(held)));
  },

  recover: (protocol, world) => {
    const held = world.records.source;
    if (!world.disk.sourceInstance || held === null)
      return to("finds no instance, or no record", at(world, "idle"));
    switch (protocol.rules.unfinished(held, sourceHost)) {
      case "nothing":
        return to("recovers: nothing is left", at(world, "let-run"));
      case "call-off": {
        // A commit of the agent before it may still be under way.
        const ruledOut = writeSource(protocol, world, protocol.rules.staying(held));
        return to("recovers: calls off", at(ruledOut, "undo-cancel"));
      }
      case "finish":
        return to("recovers: finishes", at(world, "ask-again"));
      case "leave":
        return to("recovers: leaves it there", at(world, "quit"));
      case "settle":
        return [];
    }
  },
};

/** QEMU resumes by itself only a guest that it has paused itself. */
function resumesByItself({ rules }: Protocol, world: World): World {
  return world.postCopy && rules.pausesBeforePostCopy ? world : runningHere(world);
}

function untaken(world: World): World {
  return { ...world, disk: { ...world.disk, taken: false } };
}
