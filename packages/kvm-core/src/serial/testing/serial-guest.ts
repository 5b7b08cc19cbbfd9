import { join } from "node:path";
import { type BootSectorName, writeBootSectorDisk } from "@gantry/demo-guest";
import { QmpConnection } from "../../qmp/index.ts";
import { TestQemu } from "../../testing/test-qemu.ts";
import type { Retention } from "../retention.ts";
import { SerialPort } from "../serial-port.ts";

/** A boot sector guest under a real QEMU, its CPUs stopped, with its serial port ready to be attached. */
export interface SerialGuest extends AsyncDisposable {
  readonly qemu: TestQemu;
  readonly monitor: QmpConnection;
  readonly port: SerialPort;
  /** What `attach` takes. */
  readonly endpoint: string;
  readonly logPath: string;
}

/** Starts `sector`; `options` go to the port. */
export async function startSerialGuest(
  sector: BootSectorName,
  options: {
    readonly retention?: Retention;
    readonly onFault?: (fault: unknown) => void;
    /** Where the log lies; with the process when absent. */
    readonly logDirectory?: string;
    readonly args?: readonly string[];
  } = {},
): Promise<SerialGuest> {
  await using scope = new AsyncDisposableStack();
  const { args = [], logDirectory, ...portOptions } = options;
  let logPath = "";
  let port: SerialPort | undefined;
  const qemu = scope.use(
    await TestQemu.start(async (directory) => {
      const disk = join(directory, "disk.raw");
      await writeBootSectorDisk(disk, sector);
      logPath = join(logDirectory ?? directory, "serial.log");
      port = await SerialPort.open({ logPath, log: true, ...portOptions });
      await port.prepare(join(directory, "serial"));
      const chardev = `pipe,id=serial-0,path=${join(directory, "serial")},logfile=${logPath},logappend=on`;
      const drive = JSON.stringify({ driver: "file", filename: disk, "node-name": "disk" });
      return ["-machine", "q35", "-m", "16", "-chardev", chardev, "-serial", "chardev:serial-0"].concat(
        ["-blockdev", drive, "-device", "virtio-blk-pci,drive=disk,bootindex=1"],
        args,
      );
    }),
  );
  if (port === undefined) throw new Error("TestQemu.start asked for no options.");
  scope.use(port);
  const monitor = scope.use(await QmpConnection.open({ path: qemu.monitorPath }));
  const all = scope.move();
  return {
    qemu,
    monitor,
    port,
    endpoint: join(qemu.directory, "serial"),
    logPath,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
