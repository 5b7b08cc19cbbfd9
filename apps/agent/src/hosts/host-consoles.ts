import type {
  ConsoleBoot,
  ConsoleLogPage,
  consoleLogInput,
  consolePortInput,
  consoleSearchInput,
  consoleSearchSchema,
  markRecordingInput,
  Recording,
  recordingInput,
  recordingPageInput,
  recordingPageSchema,
  startRecordingInput,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";

/** A serial port of an instance. */
export type PortReference = z.output<typeof consolePortInput>;

/** Verbs on what the consoles of a host's instances remember. */
export interface HostConsoles {
  boots(caller: Caller, port: PortReference): Promise<ConsoleBoot[]>;
  log(caller: Caller, input: z.output<typeof consoleLogInput>): Promise<ConsoleLogPage>;
  search(
    caller: Caller,
    input: z.output<typeof consoleSearchInput>,
    signal?: AbortSignal,
  ): Promise<z.output<typeof consoleSearchSchema>>;
  clear(caller: Caller, port: PortReference): Promise<void>;
  /** The newest first. */
  recordings(caller: Caller, port: PortReference): Promise<Recording[]>;
  startRecording(caller: Caller, input: z.output<typeof startRecordingInput>): Promise<Recording>;
  stopRecording(caller: Caller, input: z.output<typeof recordingInput>): Promise<Recording>;
  markRecording(caller: Caller, input: z.output<typeof markRecordingInput>): Promise<Recording>;
  deleteRecording(caller: Caller, input: z.output<typeof recordingInput>): Promise<void>;
  /** A page of one that has ended. */
  recording(
    caller: Caller,
    input: z.output<typeof recordingPageInput>,
  ): Promise<z.output<typeof recordingPageSchema>>;
}
