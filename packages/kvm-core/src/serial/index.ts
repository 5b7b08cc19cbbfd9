export { makeEndpoint } from "./endpoint.ts";
export type { ImportedPast } from "./numbered-log.ts";
export type { SerialBoot } from "./port-record.ts";
export { SerialPort, type SerialPortOptions } from "./serial-port.ts";
