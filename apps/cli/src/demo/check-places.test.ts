import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { freePort } from "../testing/free-port.ts";
import { checkPlaces } from "./check-places.ts";
import { demoLayout } from "./demo-layout.ts";

test("a port that another program has is named, with another to use", async () => {
  const port = await freePort();
  const holder = createServer().listen(port, "127.0.0.1");
  await once(holder, "listening");
  const layout = demoLayout({ stateDir: "/tmp/x", port, hosts: 1 }, "/tmp/cache");
  await expect(checkPlaces(layout)).rejects.toMatchObject({
    code: "port_in_use",
    message: `Port ${port}, which host-a would listen on, is used by another program.`,
    hint: expect.stringContaining("--port"),
  });
  holder.close();
});

test("a state directory too deep for sockets is refused before anything is made", async () => {
  const stateDir = `/tmp/${"deep/".repeat(20)}`;
  const layout = demoLayout({ stateDir, port: await freePort(), hosts: 1 }, "/tmp/cache");
  await expect(checkPlaces(layout)).rejects.toMatchObject({ code: "path_refused" });
});

test("free ports and a short directory pass", async () => {
  await checkPlaces(demoLayout({ stateDir: "/tmp/x", port: await freePort(), hosts: 1 }, "/tmp/cache"));
});
