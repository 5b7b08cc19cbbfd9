import type { Recording } from "@gantry/kvm-core/model";
import { Recordings, type SerialPort } from "@gantry/kvm-core/serial";
import type { ConsoleRooms } from "./console-room.ts";
import type { Screens } from "./screens.ts";

/** What recording needs of its host. Instances are named by uuid. */
export interface RecorderServices {
  readonly rooms: ConsoleRooms;
  readonly screens: Screens;
  readonly directoryOf: (instance: string) => string;
  /** Undefined when the instance is not here or has no such port. */
  readonly portOf: (place: RecordedPlace) => SerialPort | undefined;
  readonly onError: (error: unknown) => void;
}

/** A serial port of an instance. */
export interface RecordedPlace {
  readonly instance: string;
  readonly port: number;
}

/** The recordings of all consoles of this host. */
export class Recorder implements AsyncDisposable {
  readonly #services: RecorderServices;
  readonly #opened = new Map<string, Promise<Recordings>>();
  /** The same, once they are open. */
  readonly #open = new Map<string, Recordings>();

  constructor(services: RecorderServices) {
    this.#services = services;
  }

  /** Uuids of the instances whose recordings were asked for. */
  get instances(): string[] {
    return [...this.#open.keys()];
  }

  /** The recordings of an instance; those that have not ended go on. */
  async of(instance: string): Promise<Recordings> {
    const opening = this.#opened.get(instance) ?? this.#openOf(instance);
    this.#opened.set(instance, opening);
    try {
      return await opening;
    } catch (error) {
      this.#opened.delete(instance);
      throw error;
    }
  }

  /** Starts one, on what the screen shows now. */
  async start(
    port: SerialPort,
    { instance, port: index }: RecordedPlace,
    order: { readonly name: string; readonly by: string; readonly withInput: boolean },
  ): Promise<Recording> {
    await port.settle();
    const size = this.#services.rooms.sizeOf(`${instance}/${index}`);
    const screen = await this.#services.screens.paint(port, size);
    return await (await this.of(instance)).start(port, index, { ...order, size, screen });
  }

  /** Something happened at a console that whoever plays its recordings wants to find. */
  note({ instance, port }: RecordedPlace, label: string): void {
    this.#open.get(instance)?.note(label, port);
  }

  typed({ instance, port }: RecordedPlace, keys: Uint8Array): void {
    this.#open.get(instance)?.typed(port, keys);
  }

  /** Goes on, on the ports that the instance has now. */
  goOn(instance: string): void {
    const { portOf, onError } = this.#services;
    this.#open
      .get(instance)
      ?.goOn((port) => portOf({ instance, port }))
      .catch(onError);
  }

  /** The instance is not here any more, nor are its recordings. */
  async forget(instance: string): Promise<void> {
    const recordings = this.#open.get(instance);
    this.#opened.delete(instance);
    this.#open.delete(instance);
    await recordings?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const opening of this.#opened.values()) await (await opening)[Symbol.asyncDispose]();
  }

  async #openOf(instance: string): Promise<Recordings> {
    const { directoryOf, portOf, onError } = this.#services;
    const recordings = await Recordings.open({ directory: directoryOf(instance), onFault: onError });
    await recordings.goOn((port) => portOf({ instance, port }));
    this.#open.set(instance, recordings);
    return recordings;
  }
}
