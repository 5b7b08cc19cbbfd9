import { type UpControl, upControlSchema } from "@gantry/kvm-core/model";
import type { UpFrame } from "./viewer-socket.ts";

/** Parses a control frame; undefined when it is not in the protocol. */
export function parseUpControl({ data }: UpFrame): UpControl | undefined {
  try {
    return upControlSchema.safeParse(JSON.parse(data.toString())).data;
  } catch {
    return undefined;
  }
}
