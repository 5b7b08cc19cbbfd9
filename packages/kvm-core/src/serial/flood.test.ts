import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { appendFile, mkdtempDisposable, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { SerialPort } from "./serial-port.ts";
import { readOn } from "./testing/letters.ts";

async function attachedPort() {
  await using scope = new AsyncDisposableStack();
  const { path: directory } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-flood-")));
  const logPath = join(directory, "serial.log");
  const port = scope.use(
    await SerialPort.open({ logPath, log: true, retention: { boots: 5, bytesPerBoot: 128 * 1024 * 1024 } }),
  );
  const endpoint = join(directory, "serial");
  await port.prepare(endpoint);
  // The test has the keyboard's other end in QEMU's place.
  scope.use(await open(`${endpoint}.in`, "r+"));
  await port.attach(endpoint);
  const all = scope.move();
  return { port, logPath, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

test("a hundred megabytes of any bytes come through whole, as fast as they are written", async () => {
  const bytes = 100_000_000;
  await using made = await attachedPort();
  const writer = spawn(
    "sh",
    ["-c", `head -c ${bytes} /dev/urandom | tee -a "$0" | sha256sum`, made.logPath],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const said = once(writer.stdout, "data");
  const digest = createHash("sha256");
  await readOn(made.port, 0, (part, next) => {
    digest.update(part);
    return next === bytes;
  });
  expect(String((await said)[0])).toContain(digest.digest("hex"));
});

test("when bytes came is known although nobody watched", async () => {
  await using made = await attachedPort();
  const { port } = made;
  const begun: number[] = [];
  const seen: number[] = [];
  for (const text of ["first", "then", "last"]) {
    const end = port.seq + text.length;
    begun.push(Date.now());
    await appendFile(made.logPath, text);
    while (port.seq < end) await delay(5);
    seen.push(Date.now());
  }
  const arrivals = await port.arrivals(0, port.seq);
  expect(arrivals.map(({ seq }) => seq)).toEqual([0, 5, 9]);
  for (const [index, { at }] of arrivals.entries()) {
    expect(at).toBeGreaterThanOrEqual(begun[index] ?? 0);
    expect(at).toBeLessThanOrEqual(seen[index] ?? 0);
  }
});
