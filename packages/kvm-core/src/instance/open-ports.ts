import { mkdir } from "node:fs/promises";
import { defaultKeptBoots, defaultKeptMiBPerBoot } from "../model/console-archive.ts";
import type { InstanceSpec } from "../model/spec.ts";
import { type Retention, SerialPort } from "../serial/index.ts";
import { GantryError } from "../model/error.ts";
import type { Layout } from "../state-dir/index.ts";
import type { HostServices } from "./services.ts";

/** The log of one port: in the log directory when it is to be kept, else with the files that die with the boot. */
export function serialLog(
  layout: Layout,
  { uuid, port, kept }: { readonly uuid: string; readonly port: number; readonly kept: boolean },
): string {
  return kept ? layout.serialLog(uuid, port) : layout.passingSerialLog(uuid, port);
}

/** Opens the serial ports of an instance: their past can be read from now on, whether it runs or not. */
export async function openPorts(
  { layout, fifos, log: tell }: Pick<HostServices, "layout" | "fifos" | "log">,
  uuid: string,
  spec: InstanceSpec,
): Promise<SerialPort[]> {
  await mkdir(layout.logDir(uuid), { recursive: true, mode: 0o700 });
  return await Promise.all(
    spec.serial.map((serial, port) =>
      SerialPort.open({
        logPath: serialLog(layout, { uuid, port, kept: serial.log }),
        log: serial.log,
        ...(serial.log ? { retention: retentionOf(serial) } : {}),
        makeFifo: (path) => fifos.take(path),
        onFault: (fault) => tell("warn", `Console of ${spec.name}: ${GantryError.from(fault).message}`),
      }),
    ),
  );
}

function retentionOf({ keepBoots, keepMiBPerBoot }: InstanceSpec["serial"][number]): Retention {
  return {
    boots: keepBoots ?? defaultKeptBoots,
    bytesPerBoot: (keepMiBPerBoot ?? defaultKeptMiBPerBoot) * 1_048_576,
  };
}
