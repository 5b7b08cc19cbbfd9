import { appendFileSync, renameSync, statSync } from "node:fs";
import { formatTranscriptLine, type TranscriptLine } from "../qmp/index.ts";

/** The transcript of one instance keeps between one and two of these. */
const maxBytes = 4 * 1024 * 1024;
/** Lines are written together, this long after the first: what hundreds of instances are asked costs a write each. */
const gatherMs = 200;

/** What is asked again and again while somebody looks; it would soon be all that is kept. */
const routine = /^\{"execute":"query-(?:status|block|blockstats|balloon|cpus-fast)","id":(\d+)\}$/;

/**
 * Appends monitor lines to a file, so that what was said to a QEMU can be read after the fact. A full disk costs the
 * transcript, never the guest: failures to write are dropped. Routine questions and their answers are left out.
 */
export function transcriptTo(path: string): (line: TranscriptLine) => void {
  const isRoutine = routineLines();
  let gathered = "";
  const write = () => {
    const text = gathered;
    gathered = "";
    append(path, text);
  };
  return (line) => {
    if (isRoutine(line)) return;
    if (gathered === "") setTimeout(write, gatherMs);
    gathered += `${formatTranscriptLine(line)}\n`;
  };
}

function append(path: string, text: string): void {
  try {
    appendFileSync(path, text, { mode: 0o600 });
    if (statSync(path).size > maxBytes) renameSync(path, `${path}.old`);
  } catch {
    return;
  }
}

/** Recognises a routine question and, by its id, the answer to it. */
function routineLines(): (line: TranscriptLine) => boolean {
  const asked = new Set<string>();
  return ({ direction, text }) => {
    if (direction === "sent") {
      const id = routine.exec(text)?.[1];
      if (id !== undefined) asked.add(id);
      return id !== undefined;
    }
    const id = asked.size === 0 ? undefined : /"id": ?(\d+)\}\s*$/.exec(text)?.[1];
    return id !== undefined && asked.delete(id);
  };
}
