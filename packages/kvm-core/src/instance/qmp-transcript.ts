import { appendFileSync, renameSync, statSync } from "node:fs";
import { formatTranscriptLine, type TranscriptLine } from "../qmp/index.ts";

/** The transcript of one instance keeps between one and two of these. */
const maxBytes = 4 * 1024 * 1024;

/**
 * Appends each monitor line to a file, so that what was said to a QEMU can be read after the fact. A full disk costs
 * the transcript, never the guest: failures to write are dropped.
 */
export function transcriptTo(path: string): (line: TranscriptLine) => void {
  return (line) => {
    try {
      appendFileSync(path, `${formatTranscriptLine(line)}\n`, { mode: 0o600 });
      if (statSync(path).size > maxBytes) renameSync(path, `${path}.old`);
    } catch {
      return;
    }
  };
}
