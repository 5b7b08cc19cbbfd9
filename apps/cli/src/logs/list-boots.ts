import type { Session } from "../commands/session.ts";
import { bytes } from "../terminal/figures-table.ts";
import { table } from "../terminal/table.ts";

/** Prints the boots that a console remembers, the present one last. */
export async function listBoots(session: Session, instance: string, port: number): Promise<void> {
  const answer = await session.client.console.boots.query({ instance, port });
  const rows = answer.boots.map(({ n, at, from, to, oldest }) => [
    ...[String(n), at, bytes(to - from), oldest > from ? `the newest ${bytes(to - oldest)}` : "all"],
  ]);
  session.print(answer, table(["BOOT", "BEGAN", "WROTE", "KEPT"], rows));
}
