// One end of a migration stream, as an agent has it: `relay-process.ts source|target plain|tls TLS-DIR SOCKET [PORT]`.
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createServer as createSecureServer, request as secureRequest } from "node:https";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { relayIncoming, relayOutgoing } from "@gantry/kvm-core/stream-relay";
import { targetName } from "./certificates.ts";

const [, , role, kind, directory = "", socketPath = "", port = "0"] = process.argv;
const lifetime = new AbortController();
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));

if (role === "target") serve();
else ask();

function serve(): void {
  const server =
    kind === "tls"
      ? createSecureServer({ ...files("server"), minVersion: "TLSv1.3", requestCert: true })
      : createServer();
  server.on("upgrade", (_request, stream: Duplex) => {
    stream.write(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: gantry-migration\r\n\r\n",
    );
    relayIncoming(socketPath, stream).catch(giveUp);
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object" && address !== null) process.send?.(address.port);
  });
}

function ask(): void {
  const headers = { connection: "Upgrade", upgrade: "gantry-migration" };
  const opening =
    kind === "tls"
      ? secureRequest({
          ...{ ...files("client"), host: "127.0.0.1", port: Number(port), headers, agent: false },
          ...{ minVersion: "TLSv1.3", servername: targetName },
        })
      : request({ host: "127.0.0.1", port: Number(port), headers, agent: false });
  opening.on("upgrade", (_response, stream) => {
    stream.setNoDelay(true);
    relayOutgoing(socketPath, stream, lifetime.signal).then(() => process.send?.(0), giveUp);
  });
  opening.on("error", giveUp);
  opening.end();
}

function files(name: "server" | "client") {
  const read = (file: string) => readFileSync(join(directory, file));
  return { key: read(`${name}-key.pem`), cert: read(`${name}-cert.pem`), ca: read("ca-cert.pem") };
}

function giveUp(error: unknown): void {
  console.error(error);
  // Whoever started this waits for a word, or for the end.
  process.kill(process.pid, "SIGTERM");
}
