import type {
  ConsoleBoot,
  ConsoleLogPage,
  consoleLogInput,
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
import type { HostConsoles, PortReference } from "../hosts/host-consoles.ts";
import type { PeerCalls } from "./peer-calls.ts";

/** What the consoles of a peer's instances remember. */
export class PeerConsoles implements HostConsoles {
  readonly #calls: PeerCalls;

  constructor(calls: PeerCalls) {
    this.#calls = calls;
  }

  async boots(caller: Caller, port: PortReference): Promise<ConsoleBoot[]> {
    return (await this.#calls.call(caller, (agent, options) => agent.console.boots.query(port, options)))
      .boots;
  }

  log(caller: Caller, input: z.output<typeof consoleLogInput>): Promise<ConsoleLogPage> {
    return this.#calls.call(caller, (agent, options) => agent.console.log.query(input, options));
  }

  search(
    caller: Caller,
    input: z.output<typeof consoleSearchInput>,
    signal?: AbortSignal,
  ): Promise<z.output<typeof consoleSearchSchema>> {
    return this.#calls.call(caller, (agent, { signal: late }) =>
      agent.console.search.query(input, { signal: signal ? AbortSignal.any([late, signal]) : late }),
    );
  }

  async recordings(caller: Caller, port: PortReference): Promise<Recording[]> {
    return (await this.#calls.call(caller, (agent, options) => agent.console.recordings.query(port, options)))
      .recordings;
  }

  async startRecording(caller: Caller, input: z.output<typeof startRecordingInput>): Promise<Recording> {
    return (
      await this.#calls.call(caller, (agent, options) => agent.console.startRecording.mutate(input, options))
    ).recording;
  }

  async stopRecording(caller: Caller, input: z.output<typeof recordingInput>): Promise<Recording> {
    return (
      await this.#calls.call(caller, (agent, options) => agent.console.stopRecording.mutate(input, options))
    ).recording;
  }

  async markRecording(caller: Caller, input: z.output<typeof markRecordingInput>): Promise<Recording> {
    return (
      await this.#calls.call(caller, (agent, options) => agent.console.markRecording.mutate(input, options))
    ).recording;
  }

  async deleteRecording(caller: Caller, input: z.output<typeof recordingInput>): Promise<void> {
    await this.#calls.call(caller, (agent, options) => agent.console.deleteRecording.mutate(input, options));
  }

  recording(
    caller: Caller,
    input: z.output<typeof recordingPageInput>,
  ): Promise<z.output<typeof recordingPageSchema>> {
    return this.#calls.call(caller, (agent, options) => agent.console.recording.query(input, options));
  }

  async clear(caller: Caller, port: PortReference): Promise<void> {
    await this.#calls.call(caller, (agent, options) => agent.console.clear.mutate(port, options));
  }
}
