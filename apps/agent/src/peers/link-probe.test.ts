import { once } from "node:events";
import { connect, createServer } from "node:net";
import { expect, test } from "vitest";
import { countReceived, measure } from "./link-probe.ts";

test("the link is measured by what has arrived, and nothing stays open after it", async () => {
  const closed = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    socket.once("close", () => closed.resolve());
    countReceived(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const stream = connect(typeof address === "object" && address !== null ? address.port : 0, "127.0.0.1");
  await once(stream, "connect");
  expect(await measure(stream)).toBeGreaterThan(1_000_000);
  await closed.promise;
  server.close();
});

test("a link that breaks while it is measured is an error, not a number", async () => {
  const server = createServer((socket) => {
    socket.once("data", () => socket.destroy());
    socket.on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const stream = connect(typeof address === "object" && address !== null ? address.port : 0, "127.0.0.1");
  await once(stream, "connect");
  await expect(measure(stream)).rejects.toThrow();
  server.close();
});
