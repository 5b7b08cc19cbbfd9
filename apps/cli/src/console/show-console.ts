import { ReadStream } from "node:tty";
import type { InstanceDetail } from "@gantry/kvm-core/model";
import type { Session } from "../commands/session.ts";
import type { ConsoleWish } from "./attach-console.ts";
import { CastFile } from "./cast-file.ts";
import { ConsolePlace } from "./console-place.ts";
import { ConsoleView } from "./console-view.ts";
import { keyName } from "./key-name.ts";
import { stayAttached } from "./stay-attached.ts";
import { typeFromPipe } from "./type-from-pipe.ts";
import { typeFromTerminal } from "./type-from-terminal.ts";

/** Flags of `gantry console`. */
export interface ConsoleFlags {
  readonly readOnly?: true;
  readonly take?: true;
  readonly new?: true;
  readonly port: number;
  readonly record?: string;
  readonly recordInput?: true;
  readonly force?: true;
  readonly linger: number;
  readonly escape: number | undefined;
  readonly commandKey: number | undefined;
}

/**
 * Shows a console until the person, the script's end or a signal ends it.
 *
 * @throws GantryError when there is none to be had, somebody else has the keyboard of a script, or the recording broke off
 */
export async function showConsole(session: Session, name: string, flags: ConsoleFlags): Promise<void> {
  const { interrupted, stdin } = session.surroundings;
  const instance = await session.client.instances.get.query({ instance: name }, { signal: interrupted });
  await using place = new ConsolePlace(session, stdin instanceof ReadStream ? stdin : undefined);
  using cast = castOf(flags, instance, place);
  const left = new AbortController();
  const leave = () => left.abort();
  const signal = AbortSignal.any([left.signal, interrupted]);
  using _output = place.onOutputGone(
    // A script that has read enough has what it wanted; a terminal that is gone is no end that anybody chose.
    place.modes === undefined ? leave : () => process.kill(process.pid, "SIGHUP"),
  );
  const view = new ConsoleView({
    ...{ name: instance.name, output: place.output, modes: place.modes, notes: place.notes, cast },
    greeting: greeting(instance, flags, place),
    onAttached: (line) => {
      if (flags.readOnly) return;
      if (flags.take) line.tell({ type: "seat", action: "take" });
      if (place.size !== undefined) line.tell({ type: "size", ...place.size });
    },
  });
  using _size = place.onResize((size) => {
    if (!flags.readOnly) view.tell({ type: "size", ...size });
  });
  using _typing = person({ place, view, cast, flags, leave });
  const typed = place.keys === undefined && !flags.readOnly;
  await Promise.all([
    stayAttached(wishOf(session, instance, { flags, place }), view, signal).finally(leave),
    typed ? script({ session, view, cast, flags, name, signal }).finally(leave) : undefined,
  ]);
  interrupted.throwIfAborted();
  if (cast?.fault !== undefined) throw cast.fault;
}

interface Parts {
  readonly view: ConsoleView;
  readonly cast: CastFile | undefined;
  readonly flags: ConsoleFlags;
}

function person({ place, view, cast, flags, leave }: Parts & { place: ConsolePlace; leave: () => void }) {
  if (place.keys === undefined) return undefined;
  place.lend(() => view.tell({ type: "size", ...(place.size ?? { cols: 80, rows: 24 }) }));
  return typeFromTerminal({
    ...{ keys: place.keys, view, notes: place.notes, cast, leave },
    commandKeys: { leave: flags.escape, command: flags.commandKey },
    readOnly: flags.readOnly ?? false,
    interrupt: (signal) => process.kill(process.pid, signal),
  });
}

function script({
  session,
  flags,
  ...parts
}: Parts & { session: Session; name: string; signal: AbortSignal }): Promise<void> {
  return typeFromPipe({
    ...parts,
    input: session.surroundings.stdin,
    take: flags.take ?? false,
    lingerMs: flags.linger * 1000,
  });
}

function wishOf(
  { address }: Session,
  { name, uuid }: InstanceDetail,
  { flags, place }: { flags: ConsoleFlags; place: ConsolePlace },
): ConsoleWish {
  const past = place.modes === undefined ? "recent" : "screen";
  const begin = flags.new ? "now" : past;
  return { agent: address, name, uuid, port: flags.port, readOnly: flags.readOnly ?? false, begin };
}

function castOf(
  { record, recordInput, force }: ConsoleFlags,
  { name }: InstanceDetail,
  { size }: ConsolePlace,
): CastFile | undefined {
  if (record === undefined) return undefined;
  const { force: over, withInput } = { force: force ?? false, withInput: recordInput ?? false };
  return CastFile.create({
    ...{ path: record, force: over, withInput, title: name },
    size: size ?? { cols: 80, rows: 24 },
  });
}

function greeting({ name, host }: InstanceDetail, flags: ConsoleFlags, { keys }: ConsolePlace): string {
  const what = `console of ${name} on ${host}${flags.readOnly ? ", read only" : ""}`;
  if (keys === undefined) return what;
  const leaves = flags.escape === undefined ? [] : [`${keyName(flags.escape)} leaves it`];
  const more = flags.commandKey === undefined ? [] : [`${keyName(flags.commandKey)} ? shows more keys`];
  return [what, [...leaves, ...more].join(", ")].filter((part) => part !== "").join("; ");
}
