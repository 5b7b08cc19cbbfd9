import type { CampaignTrap, Mutant } from "./mutant.ts";

const core = "packages/kvm-core/src";
const migration = `${core}/migration`;
const modelCheck = { by: "model check" } as const;
/** What is seen in any migration: this harm comes when all is done. */
const anyMove = { by: "campaign", only: "reset the calls at retire", store: "sqlite" } as const;

/** The trap of one fault, in a world without etcd. */
function fault(only: string, lastsMs?: number): CampaignTrap {
  return { by: "campaign", only, store: "sqlite", ...(lastsMs === undefined ? {} : { lastsMs }) };
}

/** What somebody might get wrong. Each has to be caught. */
export const mutants: readonly Mutant[] = [
  {
    mistake: "QEMU starts without -S",
    file: `${core}/command-line/safety.ts`,
    text: `["-S"],`,
    instead: "",
    trap: anyMove,
  },
  {
    mistake: "the journal is acknowledged before it is on disk",
    file: `${core}/state-dir/journal.ts`,
    text: "await datasync(file.fd);",
    instead: "",
    trap: fault("turn off the target host at resumed", 3000),
  },
  {
    mistake: "no compare-and-swap: etcd writes whatever the record says by then",
    file: "packages/store/src/etcd/ownership.ts",
    text: "compare: [compare],",
    instead: "compare: [],",
    trap: { by: "campaign", only: "delay the commit", store: "etcd", lastsMs: 12_000, isMended: true },
  },
  {
    mistake: "the journal does not say what will run",
    file: `${core}/instance/run-gate.ts`,
    text: "await appendToJournal(journal, `will-run ${epoch} ${live.incarnation}`);",
    instead: "",
    trap: anyMove,
  },
  {
    mistake: "the epoch stays as it was",
    file: `${core}/model/ownership-rules.ts`,
    text: `    epoch: record.epoch + 1,
    state: "committed",`,
    instead: `    epoch: record.epoch,
    state: "committed",`,
    trap: anyMove,
  },
  {
    mistake: "the target lets the guest run before it is handed over",
    file: `${migration}/incoming-phase.ts`,
    text: `if (status === "completed") return { phase: "received" };`,
    instead: `if (status === "completed") { await monitor.execute("cont"); return { phase: "received" }; }`,
    trap: anyMove,
  },
  {
    mistake: "the source ends its process before the target runs",
    file: `${migration}/migrate-instance.ts`,
    text: `await saga.step("resume", () => resume(move, record));`,
    instead: `await move.live.end({ state: "stopped", reason: "" }); await saga.step("resume", () => resume(move, record));`,
    trap: fault("kill target QEMU at committed,kill target agent + target QEMU at committed"),
  },
  {
    mistake: "how long nothing has come through is measured by the time of day",
    file: `${migration}/steps/transfer.ts`,
    text: "if (performance.now() - lastMoved > stallMs)",
    instead: "if (Date.now() - performance.timeOrigin - lastMoved > stallMs)",
    trap: {
      ...fault(
        "the clock of the source an hour ahead at setup,the clock of the source + target an hour ahead at setup",
        1000,
      ),
      setsClocks: true,
    },
  },
  {
    mistake: "there is no pause before the switchover",
    file: `${migration}/capabilities.ts`,
    text: `"pause-before-switchover": true,`,
    instead: `"pause-before-switchover": false,`,
    trap: anyMove,
  },
  {
    mistake: "the target takes the disks before it is let run",
    file: `${migration}/capabilities.ts`,
    text: `"late-block-activate": true,`,
    instead: `"late-block-activate": false,`,
    // By then the target has all of it, and waits for nothing but its answers to come through.
    trap: { ...fault("reset the memory's stream at device"), afterMs: 300 },
  },
  {
    mistake: "nobody watches the switchover",
    file: `${migration}/steps/switchover.ts`,
    text: "yankMigration(live.monitor).catch(() => undefined);",
    instead: "void yankMigration;",
    trap: fault(
      "drop the link at device,hold the memory's stream at device,hang target QEMU at device",
      20_000,
    ),
  },
  {
    mistake: "the source takes its guest back from a target that does not answer",
    file: `${migration}/recovery-rules.ts`,
    text: `if (answer === undefined) return "wait";`,
    instead: `if (answer === undefined) return "take-back";`,
    trap: fault("kill source agent + target agent at resumed,kill source agent + target agent at will run"),
  },
  {
    mistake: "recovery calls a committed migration off",
    file: `${migration}/recovery-rules.ts`,
    text: `return held.state === "committed" ? "finish" : "call-off";`,
    instead: `return "call-off";`,
    trap: fault("kill source agent at resumed,kill source agent at committed,kill source agent at will run"),
  },
  {
    mistake: "nobody recovers",
    file: "apps/agent/src/open-hosts.ts",
    text: "const recover = () => void recovery.look().catch(onError);",
    instead: "const recover = () => undefined;",
    trap: fault("kill source agent at committed,kill source agent at completed"),
  },
  {
    mistake: "a called off migration stays in the record",
    file: `${migration}/migrate-instance.ts`,
    text: "() => undoBegin(move),",
    instead: "async () => undefined,",
    trap: { ...fault("kill target QEMU at active,kill target QEMU at device"), isMended: true },
  },
  {
    mistake: "the target keeps the directory of a process that never ran a guest",
    file: `${migration}/incoming-guest.ts`,
    text: "await rm(this.live.runtime.processDir, { recursive: true, force: true });",
    instead: "",
    trap: fault("reset all connections at active,cut the link at active,kill source QEMU at active"),
  },
  {
    mistake: "the target begins the console anew",
    file: `${migration}/accept-hand-over.ts`,
    text: `await port.past.begin({ ...past, tail: Buffer.from(past.tail, "base64") });`,
    instead: "",
    trap: anyMove,
  },
  {
    mistake: "there is no return-path",
    file: `${migration}/model-check/rules.ts`,
    text: "completedMeansReceived: true,",
    instead: "completedMeansReceived: false,",
    trap: modelCheck,
  },
  {
    mistake: "no compare-and-swap: the store writes whatever the record says by then",
    file: `${migration}/model-check/rules.ts`,
    text: "comparesBeforeSwap: true,",
    instead: "comparesBeforeSwap: false,",
    trap: modelCheck,
  },
  {
    mistake: "the journal says what will run after it runs",
    file: `${migration}/model-check/rules.ts`,
    text: "writesWillRunFirst: true,",
    instead: "writesWillRunFirst: false,",
    trap: modelCheck,
  },
  {
    mistake: "the run gate does not look whom the record names",
    file: `${core}/model/ownership-rules.ts`,
    text: "return held?.owner === host && held.incarnation === incarnation;",
    instead: "return held !== undefined || host === incarnation;",
    trap: modelCheck,
  },
  {
    mistake: "the source commits before it saw completed",
    file: `${migration}/model-check/rules.ts`,
    text: "commitsAfterCompleted: true,",
    instead: "commitsAfterCompleted: false,",
    trap: modelCheck,
  },
  {
    mistake: "the record says arrived before the guest runs",
    file: `${core}/model/ownership-rules.ts`,
    text: `migration: { ...migration, phase: "committed" },`,
    instead: "migration: null,",
    trap: modelCheck,
  },
];
