import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Server } from "node:net";
import type { TlsOptions } from "node:tls";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { TlsSource } from "../identity/tls-source.ts";
import type { Environment } from "./api-routes.ts";

/** A server that does not listen yet. Disposing it ends it with everything that is open. */
export interface Door extends Disposable {
  readonly server: Server;
}

/** How a door is secured. */
export interface DoorTls {
  readonly source: TlsSource;
  /** What does not change with the certificate. */
  readonly options: TlsOptions;
}

/** Makes a web server, with TLS where `tls` is given. A renewed certificate is for new connections; none is closed for it. */
export function openDoor(app: Pick<Hono<Environment>, "fetch">, tls?: DoorTls): Door {
  const answer = getRequestListener(app.fetch);
  const listener: RequestListener = (request, response) => void answer(request, response);
  if (tls === undefined) {
    const server = createServer(listener);
    return { server, [Symbol.dispose]: () => close(server) };
  }
  const { source, options } = tls;
  const server = createSecureServer({ ...options, ...source.context() }, listener);
  const changes = source.onChange(() => server.setSecureContext({ ...options, ...source.context() }));
  server.on("connection", () => source.look?.());
  return {
    server,
    [Symbol.dispose]: () => {
      changes[Symbol.dispose]();
      close(server);
    },
  };
}

function close(server: { close(): void; closeAllConnections(): void }): void {
  server.close();
  server.closeAllConnections();
}
