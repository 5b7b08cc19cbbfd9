import { consoleClose } from "@gantry/kvm-core/model";

/** What to do after a connection has closed. */
export type AfterClose =
  | { readonly type: "again"; readonly afterMs: number; readonly reason: string }
  | { readonly type: "stop"; readonly reason: string };

const firstDelayMs = 200;
const longestDelayMs = 5_000;

/**
 * What follows a close: some ends are final, the others are tried again for ever, with back-off.
 *
 * @param attempt how many tries have failed since the last connection that greeted.
 */
export function afterClose({ code, attempt }: { code: number; attempt: number }): AfterClose {
  const known = Object.values(consoleClose).find((close) => close.code === code);
  const isFinal =
    code === consoleClose.deleted.code ||
    code === consoleClose.badFrame.code ||
    code === consoleClose.ended.code;
  if (known !== undefined && isFinal) return { type: "stop", reason: known.reason };
  return {
    type: "again",
    afterMs: Math.min(longestDelayMs, firstDelayMs * 2 ** attempt),
    reason: known?.reason ?? "The connection to the agent broke.",
  };
}
