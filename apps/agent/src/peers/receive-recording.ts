import { GantryError } from "@gantry/kvm-core/model";
import { storedRecordingSchema } from "@gantry/kvm-core/serial";
import * as z from "zod";
import type { Recorder } from "../console/recorder.ts";

const id = storedRecordingSchema.shape.recording.shape.id;
const maxFileBytes = 1024 * 1024 * 1024;

/** A part of a recording's file. */
export const recordingPartInput = z.strictObject({
  /** Uuid. */
  instance: z.uuid(),
  id,
  offset: z.int().min(0).max(maxFileBytes),
  text: z.string().max(2 * 1024 * 1024),
});

/** The record of a recording whose file is here. */
export const adoptRecordingInput = z.strictObject({ instance: z.uuid(), stored: storedRecordingSchema });

/** Takes recordings from the host that their instance has left. */
export class RecordingReceiver {
  readonly #recorder: Recorder;
  readonly #isHere: (instance: string) => boolean;

  constructor(recorder: Recorder, isHere: (instance: string) => boolean) {
    this.#recorder = recorder;
    this.#isHere = isHere;
  }

  /** @throws GantryError `not_found` when the instance is not here. */
  async receive({ instance, ...part }: z.output<typeof recordingPartInput>): Promise<void> {
    this.#requireHere(instance);
    await (await this.#recorder.of(instance)).receive(part);
  }

  /** @throws GantryError `not_found`, `state_damaged` when a part of the file is missing. */
  async adopt({ instance, stored }: z.output<typeof adoptRecordingInput>): Promise<void> {
    this.#requireHere(instance);
    await (await this.#recorder.of(instance)).adopt(stored);
    this.#recorder.goOn(instance);
  }

  #requireHere(instance: string): void {
    if (this.#isHere(instance)) return;
    throw new GantryError("not_found", {
      message: `There is no instance ${instance} here.`,
      hint: "Its recordings stay where they are until it is known where it went.",
    });
  }
}
