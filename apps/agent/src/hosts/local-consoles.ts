import type { Hypervisor } from "@gantry/kvm-core";
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
import { type Recordings, readConsolePage, searchConsole } from "@gantry/kvm-core/serial";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { Recorder } from "../console/recorder.ts";
import type { HostConsoles, PortReference } from "./host-consoles.ts";
import type { LocalWork } from "./local-work.ts";

/** What the consoles of this machine's instances remember. */
export class LocalConsoles implements HostConsoles {
  readonly #driver: Hypervisor;
  readonly #work: LocalWork;
  readonly #recorder: Recorder;
  /** Searches wait for each other: however many are wanted, the others on this host get half of the time. */
  #lastSearch: Promise<unknown> = Promise.resolve();

  constructor(driver: Hypervisor, work: LocalWork, recorder: Recorder) {
    this.#driver = driver;
    this.#work = work;
    this.#recorder = recorder;
  }

  async boots(_: Caller, { instance, port }: PortReference): Promise<ConsoleBoot[]> {
    const console = this.#driver.console(instance, port);
    await console.settle();
    return [...console.boots];
  }

  async log(_: Caller, input: z.output<typeof consoleLogInput>): Promise<ConsoleLogPage> {
    const console = this.#driver.console(input.instance, input.port);
    const { bytes, ...page } = await readConsolePage(console, input);
    const arrivals = await console.arrivals(page.from, page.from + bytes.length);
    return { ...page, data: Buffer.from(bytes).toString("base64"), arrivals: [...arrivals] };
  }

  async search(
    _: Caller,
    input: z.output<typeof consoleSearchInput>,
    signal?: AbortSignal,
  ): Promise<z.output<typeof consoleSearchSchema>> {
    const console = this.#driver.console(input.instance, input.port);
    const search = this.#lastSearch.then(() => searchConsole(console, input, signal));
    this.#lastSearch = search.catch(() => undefined);
    return await search;
  }

  async clear(_: Caller, { instance, port }: PortReference): Promise<void> {
    const console = this.#driver.console(instance, port);
    // What is being recorded stays in its recording.
    await (await this.#recordings(instance)).flush(port);
    await console.clear();
  }

  async recordings(_: Caller, { instance, port }: PortReference): Promise<Recording[]> {
    this.#driver.console(instance, port);
    return (await this.#recordings(instance)).list().filter((recording) => recording.port === port);
  }

  async startRecording(
    caller: Caller,
    { instance, port, name, withInput }: z.output<typeof startRecordingInput>,
  ): Promise<Recording> {
    const console = this.#driver.console(instance, port);
    const place = { instance: this.#work.summary(instance).uuid, port };
    return await this.#recorder.start(console, place, { name, withInput, by: caller.name });
  }

  async stopRecording(_: Caller, { instance, id }: z.output<typeof recordingInput>): Promise<Recording> {
    return await (await this.#recordings(instance)).stop(id);
  }

  async markRecording(_: Caller, input: z.output<typeof markRecordingInput>): Promise<Recording> {
    return await (await this.#recordings(input.instance)).mark(input.id, input.label);
  }

  async deleteRecording(_: Caller, { instance, id }: z.output<typeof recordingInput>): Promise<void> {
    await (await this.#recordings(instance)).delete(id);
  }

  async recording(
    _: Caller,
    { instance, id, offset }: z.output<typeof recordingPageInput>,
  ): Promise<z.output<typeof recordingPageSchema>> {
    const { next, ...page } = await (await this.#recordings(instance)).page(id, offset);
    return { ...page, ...(next !== undefined && { next }) };
  }

  /** By name or uuid. @throws GantryError `not_found`. */
  async #recordings(instance: string): Promise<Recordings> {
    return await this.#recorder.of(this.#work.summary(instance).uuid);
  }
}
