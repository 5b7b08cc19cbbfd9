import type { Instance } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { SerialPort } from "../serial/index.ts";

/** A serial port of an instance, running or not. @throws GantryError `not_found` when the spec has no such port. */
export function findPort({ name, ports }: Instance, port: number): SerialPort {
  const found = ports[port];
  if (found !== undefined) return found;
  throw new GantryError("not_found", {
    message: `${name} has no serial port ${port}; it has ${ports.length}.`,
    hint: "Add one to `serial` in its spec; it is there after the next power cycle.",
    details: { port, ports: ports.length },
  });
}
