import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "../testing/free-port.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
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

test("a demo of one host does not leave out a second one that holds instances", async () => {
  await using directory = await temporaryDirectory();
  await mkdir(join(directory.path, "host-b/state/instances/an-instance"), { recursive: true });
  const layout = demoLayout({ stateDir: directory.path, port: await freePort(), hosts: 1 }, "/tmp/cache");
  await expect(checkPlaces(layout)).rejects.toMatchObject({ code: "wrong_state" });
});

test("free ports and a short directory pass", async () => {
  await checkPlaces(demoLayout({ stateDir: "/tmp/x", port: await freePort(), hosts: 1 }, "/tmp/cache"));
});
