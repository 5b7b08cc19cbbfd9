import {
  type ExitStatus,
  explainEnd,
  findVerdict,
  lastWords,
  type ProcessIdentity,
  saidNothing,
} from "../process/index.ts";
import type { Instance } from "./instance.ts";
import type { ProcessEnd } from "./live-qemu.ts";

/** How long the kernel may take to tell us how our own child ended, after it was seen to be gone. */
const tellWithinMs = 1000;

/** The end of a process that nobody asked for, as far as it can be known: its exit, the kernel's log, its last words. */
export async function explainCrash(
  { services, uuid }: Instance,
  {
    identity,
    exited,
  }: { readonly identity: ProcessIdentity; readonly exited: Promise<ExitStatus> | undefined },
): Promise<ProcessEnd> {
  const words = await lastWords(services.layout.qemuLog(uuid));
  const exit = await toldInTime(exited);
  const reason = explainEnd({
    exit,
    // One that ended by itself has its reasons; the kernel only knows why it ended one.
    kernel: exit?.signal === null ? undefined : findVerdict(services.kernelLog.read(), identity),
    words: words === saidNothing ? undefined : words,
  });
  return { state: "crashed", reason };
}

async function toldInTime(exited: Promise<ExitStatus> | undefined): Promise<ExitStatus | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), tellWithinMs);
  try {
    return await Promise.race([exited, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
