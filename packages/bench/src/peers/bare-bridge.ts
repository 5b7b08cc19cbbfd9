// A Unix socket and a WebSocket, tied together: the least that brings a serial port to a browser. No numbers, no past, no
// limits, no sign-in. What Gantry's console is measured against.
import { createConnection } from "node:net";
import { WebSocketServer } from "ws";

const [path = "", port = ""] = process.argv.slice(2);
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(port), perMessageDeflate: false });
server.on("connection", (viewer) => {
  const serial = createConnection(path);
  serial.setNoDelay();
  serial.on("data", (bytes) => viewer.send(bytes));
  viewer.on("message", (keys) => serial.write(Buffer.isBuffer(keys) ? keys : Buffer.alloc(0)));
  viewer.on("close", () => serial.destroy());
  serial.on("close", () => viewer.close());
  serial.on("error", () => viewer.close());
});
