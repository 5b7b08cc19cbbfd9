import { SerialPort } from "../serial-port.ts";

// Stands in for an agent that is killed or stopped: opens a port, follows it, and prints the number it has come to.
const [logPath = "", endpoint = ""] = process.argv.slice(2);
const port = await SerialPort.open({ logPath, log: true });
port.onData(() => process.stdout.write(`${port.seq}\n`));
await port.markBoot();
await port.attach(endpoint);
process.stdout.write("attached\n");
