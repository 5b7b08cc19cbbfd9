export { filesOfLog } from "./console-log.ts";
export { makeEndpoint } from "./endpoint.ts";
export { FifoStock } from "./fifo-stock.ts";
export type { HoldRequest } from "./holds.ts";
export type { ImportedPast } from "./numbered-log.ts";
export type { SerialBoot } from "./port-record.ts";
export type { Retention } from "./retention.ts";
export { SerialPort, type SerialPortOptions } from "./serial-port.ts";
