import { SerialPort } from "../serial-port.ts";

// Stands in for an agent that is killed or stopped: opens a port, follows it, and prints the number it has come to.
const [logPath = "", endpoint = "", bytesPerBoot] = process.argv.slice(2);
const retention =
  bytesPerBoot === undefined ? {} : { retention: { boots: 5, bytesPerBoot: Number(bytesPerBoot) } };
const port = await SerialPort.open({ logPath, log: true, ...retention });
port.onData(() => process.stdout.write(`${port.seq}\n`));
await port.markBoot();
await port.attach(endpoint);
process.stdout.write("attached\n");
