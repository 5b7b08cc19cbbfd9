import type { DownControl } from "@gantry/kvm-core/model";

/** What is known when a control frame comes. */
export interface Known {
  /** Of the instance. */
  readonly name: string;
  /** The seat as it was told last. */
  readonly seat: Extract<DownControl, { type: "seat" }> | undefined;
}

/** What a person should read about it; what is as before is not said again. */
export function controlNotes(control: DownControl, { name, seat }: Known): string[] {
  switch (control.type) {
    case "hello":
      return control.state === "running" ? [] : [stateNote(name, control.state)];
    case "state":
      return [stateNote(name, control.state)];
    case "gap":
      return [
        `${control.to - control.from} bytes are left out here; gantry logs ${name} may still have them`,
      ];
    case "moved":
      return [
        `moved ${control.from} → ${control.host}${control.pauseMs === undefined ? "" : `, ${Math.round(control.pauseMs)} ms pause`}`,
      ];
    case "seat":
      return [...holderNotes(control, seat), ...askingNotes(control, seat)];
    default:
      return [];
  }
}

function stateNote(name: string, state: string): string {
  if (state === "stopped" || state === "crashed")
    return `${name} is ${state}; gantry start ${name} starts it, and its first byte shows here`;
  if (state === "paused") return `${name} is paused; gantry resume ${name} lets it go on`;
  return `${name} is ${state}`;
}

type Seat = Extract<DownControl, { type: "seat" }>;

function holderNotes({ holder, mine }: Seat, before: Seat | undefined): string[] {
  if (before?.holder === holder && before.mine === mine) return [];
  if (holder !== null && !mine)
    return [`${holder} has the keyboard; what you type is not sent until it is yours`];
  // Having it is as it should be, unless it was not so a moment ago.
  if (mine && before !== undefined && before.holder !== null) return ["the keyboard is yours"];
  return [];
}

function askingNotes({ asking = [], mine }: Seat, before: Seat | undefined): string[] {
  const known = before?.asking ?? [];
  const added = mine ? asking.filter((name) => !known.includes(name)) : [];
  return added.map((name) => `${name} asks for the keyboard`);
}
