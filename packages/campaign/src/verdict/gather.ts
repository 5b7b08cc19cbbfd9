import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { killedQemus, mayLose, mostPauseMs, mustMove, type Plan } from "../faults/plan.ts";
import { mayLoseByPostCopy } from "../faults/post-copy-loss.ts";
import { after, before, type Guest } from "../guest.ts";
import { isCopied } from "../guest-kind.ts";
import { type HeldRecord, newestOf, recordsOf } from "../watch/records.ts";
import type { Moment } from "../watch/moments.ts";
import type { Witness } from "../watch/witness.ts";
import { type HostPlace, otherThan } from "../world/names.ts";
import { qemusOf } from "../world/processes.ts";
import { within } from "../world/until.ts";
import type { World } from "../world/world.ts";
import type { Evidence } from "./evidence.ts";
import { exceptionOf } from "./post-copy.ts";
import type { Rest } from "./rest.ts";

const cleanWithinMs = 25_000;

/** Takes down everything that the verdict rests on. */
export async function gather(how: {
  readonly world: World;
  readonly guest: Guest;
  readonly witness: Witness;
  readonly rest: Rest;
  readonly plan: Plan;
  /** Which moments had come when something was broken. */
  readonly cameBefore: ReadonlySet<Moment>;
  /** False: the migration was over before. */
  readonly wasStruck: boolean;
}): Promise<Evidence> {
  const { world, guest, witness, rest, plan, cameBefore, wasStruck } = how;
  const { a, b } = world.hosts;
  const row = rest.rows.a ?? rest.rows.b;
  const came = (moment: Moment) => witness.moments.has(moment);
  const place = row?.host === b.name ? "b" : "a";
  const stuck = row?.state === "paused" && plan.guest === "paused" ? await guest.goOn(place) : undefined;
  let consoleFailed: string | undefined;
  const console = await a.calls.console(guest.name).catch((error: unknown) => {
    consoleFailed = error instanceof Error ? error.message : String(error);
    return "";
  });
  const evidence: Evidence = {
    guest: plan.guest,
    source: plan.source,
    restless: rest.restless,
    seen: witness.seen,
    unallowed: witness.unallowed,
    allowed: witness.allowed,
    records: await settledRecords(world, guest, plan),
    rows: rest.rows,
    holders: await settledHolders(world, guest),
    processes: await qemusOf(world, guest.uuid),
    operation: rest.operation,
    mustMove: wasStruck && mustMove(plan),
    console,
    consoleFailed,
    disks: { a: await guest.disk.on("a"), b: await guest.disk.on("b") },
    stuck,
    leftovers: await lastingLeftovers(world, guest, () => strangeImages(how, place)),
    mostPauseMs: mostPauseMs(plan, came),
    handedOnIn: witness.handedOnIn,
    hadArrived: cameBefore.has("completed"),
    killed: killedQemus(plan.strike).map((role) =>
      role === "source" ? plan.source : otherThan(plan.source),
    ),
    mayLose:
      plan.guest === "post-copy"
        ? mayLoseByPostCopy(plan, { before: cameBefore, inAll: witness.moments.all })
        : mayLose(plan, came),
  };
  if (plan.guest !== "post-copy") return evidence;
  if (exceptionOf(evidence) !== undefined)
    return { ...evidence, freeFailed: await guest.free(otherThan(plan.source)) };
  if (row === undefined || rest.restless !== undefined) return evidence;
  // Last: one whose memory was lost is started again.
  return { ...evidence, echo: await echoOf(guest, { place, isLost: row.state !== "running" }) };
}

async function echoOf(
  guest: Guest,
  { place, isLost }: { readonly place: HostPlace; readonly isLost: boolean },
): Promise<Evidence["echo"]> {
  const typed = isLost ? after : before + after;
  const startFailed = isLost ? await guest.startAnew(place) : undefined;
  const heard = startFailed === undefined ? await guest.echo(place, typed) : "";
  return { typed, heard, startFailed };
}

/** What the stores have once no migration is spoken of any more, or after the agents have looked for that. */
async function settledRecords(
  world: World,
  { uuid }: Guest,
  { settlesWithinMs = cleanWithinMs }: Plan,
): Promise<HeldRecord[]> {
  let found: HeldRecord[] = [];
  await within({ withinMs: settlesWithinMs, everyMs: 200 }, async () => {
    found = await recordsOf(world, uuid);
    // None at all: an etcd that was started anew does not answer before it leads.
    return newestOf(found)?.record.migration === null ? found : undefined;
  });
  return found;
}

/** Where it lies, once it is on one host alone: a source whose disk was full removes it when it looks again. */
async function settledHolders({ hosts: { a, b } }: World, { uuid }: Guest): Promise<HostPlace[]> {
  let found: HostPlace[] = [];
  await within({ withinMs: cleanWithinMs, everyMs: 200 }, () => {
    found = [a, b]
      .filter(({ stateDir }) => existsSync(join(stateDir, "instances", uuid, "instance.json")))
      .map(({ place }) => place);
    return found.length === 1 ? found : undefined;
  });
  return found;
}

/** What is still there after the agents have looked for it: they do so every 15 s. */
async function lastingLeftovers(
  world: World,
  guest: Guest,
  imagesLeft: () => Promise<string[]>,
): Promise<string[]> {
  let found: string[] = [];
  await within({ withinMs: cleanWithinMs, everyMs: 200 }, async () => {
    found = [...(await leftoversOf(world, guest)), ...(await temporaryFiles(world)), ...(await imagesLeft())];
    return found.length === 0 ? found : undefined;
  });
  return found;
}

/** Directories of processes that are gone, and what was kept of a guest that was expected. */
async function leftoversOf(world: World, { uuid }: Guest): Promise<string[]> {
  const processes = await qemusOf(world, uuid);
  const found = [world.hosts.a, world.hosts.b].map(async ({ runDir, stateDir, place }) => {
    const ours = (await readdir(runDir)).filter(
      (name) => /^[0-9a-f]{8}-[0-9a-f]{8}$/.test(name) && name.startsWith(uuid.slice(0, 8)),
    );
    const alive = processes.filter(({ host }) => host === place).length;
    const dead = ours.length > alive ? ours.map((name) => join(runDir, name)) : [];
    const incoming = (await readdir(join(stateDir, "incoming"))).filter((name) => !name.endsWith(".arrived"));
    return [...dead, ...incoming.map((name) => join(stateDir, "incoming", name))];
  });
  return (await Promise.all(found)).flat();
}

/** Image files that nobody owns: a guest has one where it is, and one that it has left behind where that was not to go. */
async function strangeImages(
  { world: { hosts }, guest, plan }: { readonly world: World; readonly guest: Guest; readonly plan: Plan },
  place: HostPlace,
): Promise<string[]> {
  const mayHave = isCopied(plan.guest) ? [place, ...(plan.guest === "copied" ? [plan.source] : [])] : [];
  const found = [hosts.a, hosts.b].map(async ({ images, place: one }) => {
    const owned = mayHave.includes(one) ? guest.disk.files[one] : undefined;
    return (await readdir(images)).map((name) => join(images, name)).filter((path) => path !== owned);
  });
  return (await Promise.all(found)).flat();
}

/** What is written beside a file before it takes its place. */
async function temporaryFiles({ hosts }: World): Promise<string[]> {
  const found = [hosts.a, hosts.b].map(async ({ stateDir }) => {
    const names = await readdir(stateDir, { recursive: true });
    return names.filter((name) => /\.(tmp|new|ready)\b/.test(name)).map((name) => join(stateDir, name));
  });
  return (await Promise.all(found)).flat();
}
