import * as z from "zod";
import { type Layout, readChecksummed, writeChecksummed } from "../state-dir/index.ts";

const takenSchema = z.object({ uuid: z.string(), from: z.string() });

/** Notes that a person takes over here what this migration had given to `from`. */
export async function noteTaken(
  layout: Layout,
  migrationId: string,
  taken: z.output<typeof takenSchema>,
): Promise<void> {
  await writeChecksummed(layout.takenFile(migrationId), taken);
}

export async function wasTaken(layout: Layout, migrationId: string): Promise<boolean> {
  return (await readChecksummed(layout.takenFile(migrationId), takenSchema)) !== undefined;
}
