export * from "./commands/index.ts";
export { QmpConnection } from "./connection.ts";
export type { QmpEvent } from "./message.ts";
export { connectStream, listenForStream } from "./stream-socket.ts";
export { formatTranscriptLine, type TranscriptLine } from "./transcript.ts";
