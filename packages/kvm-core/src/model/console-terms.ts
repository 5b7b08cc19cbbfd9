// No schema library in this file: the browser's console needs these words and not the schemas.

/** WebSocket subprotocol of `GET /console/<instance>`. */
export const consoleSubprotocol = "gantry.console.v1";
/** A one-time ticket travels as a second subprotocol, `gantry.ticket.<ticket>`, never in the URL. */
export const ticketSubprotocolPrefix = "gantry.ticket.";

/** Bytes of the past that a viewer gets who asks for nothing else. */
export const defaultReplayBytes = 64 * 1024;
/** At most this many unacknowledged bytes travel to one viewer. */
export const viewerWindowBytes = 384 * 1024;
/** A viewer acknowledges at least each this many bytes. */
export const acknowledgeEveryBytes = 32 * 1024;
/** Largest binary frame in either direction. */
export const maxFrameBytes = 64 * 1024;

/**
 * Last characters of the control sequences that xterm.js 6.0 obeys one by one, as often as they ask: tabs (I, Z), lines
 * inserted and deleted (L, M), scrolling (S, T), repetition (b). More often than a screen has columns and rows means
 * nothing, and 2147483647 times stops the program for hours.
 */
export const repeatedSequences = ["I", "L", "M", "S", "T", "Z", "b"] as const;

/** Distinct close codes, each with its one sentence. */
export const consoleClose = {
  ended: { code: 4000, reason: "Your session has ended. Sign in again." },
  deleted: { code: 4001, reason: "The instance was deleted." },
  takenOver: { code: 4002, reason: "Somebody else took this console over." },
  tooSlow: { code: 4003, reason: "This viewer did not answer for too long." },
  stopping: { code: 4004, reason: "The agent is stopping. The guest runs on; reconnect." },
  moved: { code: 4005, reason: "The instance moved to another host; reconnect." },
  badFrame: { code: 4006, reason: "This viewer sent something that is not in the protocol." },
  hostAway: { code: 4007, reason: "The host of this instance does not answer; reconnect." },
} as const;
/** Keys of {@link consoleClose}. */
export type ConsoleClose = keyof typeof consoleClose;
