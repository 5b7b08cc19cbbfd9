import { appendFileSync, renameSync, statSync } from "node:fs";
import { formatTranscriptLine, type TranscriptLine } from "../qmp/index.ts";

/** The transcript of one instance keeps between one and two of these. */
const maxBytes = 4 * 1024 * 1024;

/**
 * Appends each monitor line to a file, so that what was said to a QEMU can be read after the fact. A full disk costs
 * the transcript, never the guest: failures to write are dropped. Signs of life are left out: they would soon be all
 * that is kept.
 */
export function transcriptTo(path: string): (line: TranscriptLine) => void {
  const isSignOfLife = signsOfLife();
  return (line) => {
    if (isSignOfLife(line)) return;
    try {
      appendFileSync(path, `${formatTranscriptLine(line)}\n`, { mode: 0o600 });
      if (statSync(path).size > maxBytes) renameSync(path, `${path}.old`);
    } catch {
      return;
    }
  };
}

/** Recognises `query-status` and, by its id, the answer to it. */
function signsOfLife(): (line: TranscriptLine) => boolean {
  const asked = new Set<string>();
  return ({ direction, text }) => {
    if (direction === "sent") {
      const id = /^\{"execute":"query-status","id":(\d+)\}$/.exec(text)?.[1];
      if (id !== undefined) asked.add(id);
      return id !== undefined;
    }
    const id = asked.size === 0 ? undefined : /"id": ?(\d+)\}\s*$/.exec(text)?.[1];
    return id !== undefined && asked.delete(id);
  };
}
