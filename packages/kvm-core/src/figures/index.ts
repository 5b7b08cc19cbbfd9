export { pauseBetweenReadings, readingEveryMs } from "./pace.ts";
export { HostHistory } from "./host-history.ts";
export { type DisksReading, InstanceHistory, type ProcessReading } from "./instance-history.ts";
