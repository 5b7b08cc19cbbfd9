import {
  type EvacuationProgressRow,
  type EvacuationResult,
  evacuationResultSchema,
  GantryError,
  type Operation,
} from "@gantry/kvm-core/model";
import { countsText, whereText } from "./result-words.ts";

/**
 * What is true of an evacuation whose agent ended: nothing more was begun, and each migration that was under way is
 * finished or taken back by itself. Undefined for another operation, or one that had not come as far as a plan.
 */
export function interruptedEvacuation(operation: Operation): Pick<Operation, "result" | "error"> | undefined {
  if (operation.kind !== "host.evacuate") return undefined;
  const { host } = operation;
  const rows = evacuationResultSchema.safeParse(operation.result).data?.rows.map(settled) ?? [];
  const result: EvacuationResult = { host, rows, text: countsText(rows) };
  const error = new GantryError("cancelled", {
    message: `The agent of ${host} was restarted while it was being emptied: ${result.text}.`,
    where: whereText(host, rows) || "No guest was touched.",
    hint: "Moves that were under way are finished or taken back by themselves. Evacuate again for the others.",
  });
  return { result: { ...result }, error: error.toBody() };
}

function settled(row: EvacuationProgressRow): EvacuationProgressRow {
  if (row.outcome === "waiting")
    return { ...row, outcome: "not-begun", text: "Not begun: the agent was restarted before its turn." };
  if (row.outcome !== "under-way") return row;
  const text =
    row.class === "movable"
      ? `The agent was restarted during its move to ${row.target ?? "another host"}; it is finished or taken back by itself, and the list shows where it is.`
      : "The agent was restarted while it was being shut down; the list shows its state.";
  return { ...row, outcome: "interrupted", text };
}
