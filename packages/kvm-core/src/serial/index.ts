export { makeEndpoint } from "./endpoint.ts";
export { FifoStock } from "./fifo-stock.ts";
export type { ImportedPast } from "./numbered-log.ts";
export type { SerialBoot } from "./port-record.ts";
export { SerialPort, type SerialPortOptions } from "./serial-port.ts";
