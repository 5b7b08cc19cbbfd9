import { request } from "node:http";

/** What came back for a request that no browser would make. */
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** A request with exactly these headers, `Host` and `Origin` included, which `fetch` does not let one choose. */
export function rawRequest(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
  return send(url, { ...headers, connection: "close" });
}

/** Asks for a WebSocket with exactly these headers. 101 means that the agent opened it. */
export function rawUpgrade(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
  return send(url, {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": Buffer.from("sixteen bytes ok").toString("base64"),
    "sec-websocket-protocol": "gantry.console.v1",
    ...headers,
  });
}

function send(url: string, headers: Readonly<Record<string, string>>): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const sent = request(url, { headers, agent: false });
  sent.on("error", reject);
  sent.on("upgrade", ({ statusCode = 0 }, socket) => {
    socket.destroy();
    resolve({ status: statusCode, body: "" });
  });
  sent.on("response", (response) => {
    let body = "";
    response.setEncoding("utf8").on("data", (text: string) => (body += text));
    response.on("error", reject).on("end", () => resolve({ status: response.statusCode ?? 0, body }));
  });
  sent.end();
  return promise;
}
