import type { Readable, Writable } from "node:stream";

/** Everything a command may know of the process it runs in. Made by `main.ts`. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Where relative paths begin: where the person stands, also below `npm start`. */
  readonly cwd: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY: boolean };
  /** The bundle that runs an agent. */
  readonly agentMain: string;
  /** Aborted by the first signal. */
  readonly interrupted: AbortSignal;
  /** Aborted by a second one that cannot be the first one's echo. */
  readonly urgent: AbortSignal;
  /** Whether the program that started us can ask for another sign-in address. */
  readonly takesLinkRequests: boolean;
  /** Calls `listener` whenever the program that started us asks for another sign-in address. */
  onLinkRequest(listener: () => Promise<void>): Disposable;
}
