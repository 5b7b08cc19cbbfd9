/** One line that passed over a monitor, as it was on the wire. */
export interface TranscriptLine {
  readonly at: Date;
  readonly direction: "sent" | "received";
  readonly text: string;
}

const shownCharacters = 2000;
/** Members whose values are secret wherever QMP has them: object-add of secrets, VNC and SPICE passwords. */
const secretMember = /"(password|data|key-secret|hexkey)"\s*:\s*"(?:[^"\\]|\\.)*"/g;

/** A transcript line for a log: time, direction, text without secrets, long replies cut. */
export function formatTranscriptLine({ at, direction, text }: TranscriptLine): string {
  const safe = direction === "sent" ? text.replace(secretMember, '"$1":"(secret)"') : text;
  const shown =
    safe.length > shownCharacters ? `${safe.slice(0, shownCharacters)}… (${safe.length} characters)` : safe;
  return `${at.toISOString()} ${direction === "sent" ? "->" : "<-"} ${shown}`;
}
