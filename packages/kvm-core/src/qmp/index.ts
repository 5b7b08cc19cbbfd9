export * from "./commands/index.ts";
export { QmpConnection, type QmpOptions } from "./connection.ts";
export type { QmpEvent } from "./message.ts";
export { formatTranscriptLine, type TranscriptLine } from "./transcript.ts";
export type { Patience } from "./waiting.ts";
