import type { Recording } from "../model/console-archive.ts";
import { GantryError } from "../model/error.ts";

export function noRecording(id: string): GantryError {
  return new GantryError("not_found", {
    message: `There is no recording ${id}.`,
    hint: "`console.recordings` shows those there are.",
  });
}

export function tooManyRecordings(most: number): GantryError {
  return new GantryError("wrong_state", {
    message: `This instance has ${most} recordings already.`,
    hint: "Delete some that are not needed.",
  });
}

export function stillRuns({ name }: Recording): GantryError {
  return new GantryError("wrong_state", {
    message: `The recording ${name} still runs.`,
    hint: "Stop it, then it can be read.",
  });
}

export function hasEnded({ name }: Recording): GantryError {
  return new GantryError("wrong_state", {
    message: `The recording ${name} does not run any more.`,
    hint: "Start another one.",
  });
}

export function tooManyMarkers({ name }: Recording, most: number): GantryError {
  return new GantryError("invalid_input", {
    message: `The recording ${name} has ${most} markers already.`,
    hint: "Stop it and start another one.",
  });
}

export function recordingGone(path: string, cause: unknown): GantryError {
  return new GantryError("file_missing", {
    message: `The file of this recording, ${path}, cannot be opened.`,
    hint: "Somebody removed it; delete the recording.",
    details: { path },
    cause,
  });
}

export function recordingCut(path: string, length: number): GantryError {
  return new GantryError("state_damaged", {
    message: `The recording ${path} is shorter than the ${length} bytes it had.`,
    hint: "What is left of it can be played; delete it or keep a copy.",
    details: { path },
  });
}
