import type { Instance } from "../instance/index.ts";
import type { CommitRequest } from "../model/migration-peer.ts";
import { tailBytes } from "./older-past.ts";

/** What is handed over of a console, but for the keystrokes that the guest has not taken. */
export type ConsoleEnd = Omit<CommitRequest["serial"][number], "untaken">;

/** The consoles up to the last byte that the guest wrote here: the same whenever it is read, once the guest stands still. */
export async function consoleEnds({ ports }: Pick<Instance, "ports">): Promise<ConsoleEnd[]> {
  return await Promise.all(
    ports.map(async (port) => {
      const seq = await port.settle();
      const { bytes } = await port.past.newest(tailBytes);
      return { seq, boot: port.boot, tail: Buffer.from(bytes).toString("base64") };
    }),
  );
}
