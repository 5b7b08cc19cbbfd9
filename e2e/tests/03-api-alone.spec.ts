import { ConsoleClient } from "../harness/console-client.ts";
import { expect, test } from "../test.ts";

test("over the API and a WebSocket alone: demo answers, migrates to host-b, still answers, and comes back", async ({
  api,
}) => {
  const before = await api.instance("demo");
  expect(before).toMatchObject({ host: "host-a", state: "running" });
  {
    await using console = await ConsoleClient.open(api, "demo");
    expect(await console.hello()).toMatchObject({ host: "host-a" });
    await console.until(/demo:.*# /);
    console.type("echo first $((40+2))\n");
    await console.until(/first 42/);
  }

  const moved = await api.run("migrations.start", { instance: "demo", target: "host-b" });
  expect(moved.result).toMatchObject({ outcome: "moved", source: "host-a", target: "host-b" });
  const after = await api.instance("demo");
  expect(after).toMatchObject({ host: "host-b", state: "running", uuid: before.uuid });
  expect(after.runtime?.incarnation).not.toBe(before.runtime?.incarnation);

  {
    await using console = await ConsoleClient.open(api, "demo");
    expect(await console.hello()).toMatchObject({ host: "host-b" });
    await console.until(/first 42/);
    console.type("echo second $((50+2))\n");
    await console.until(/second 52/);
  }

  await api.run("migrations.start", { instance: "demo", target: "host-a" });
  expect(await api.instance("demo")).toMatchObject({ host: "host-a", state: "running" });
  await using home = await ConsoleClient.open(api, "demo");
  home.type("echo third $((60+2))\n");
  await home.until(/third 62/);
});

test("a reader that comes back with the number of the next byte gets exactly what it missed", async ({
  api,
  instances,
}) => {
  const name = await instances.create();
  await using first = await ConsoleClient.open(api, name, 0);
  await first.until(/READY\r\n\.\.\./);
  const { seq } = await first.hello();
  expect(seq).toBe(0);
  const seen = first.text;
  await using second = await ConsoleClient.open(api, name, seen.length);
  await second.until(/\.\./);
  await using whole = await ConsoleClient.open(api, name, 0);
  await whole.until(new RegExp(`^[^]{${seen.length + second.text.length}}`));
  expect(whole.text.startsWith(seen + second.text)).toBe(true);
});

test("either agent answers for both hosts", async ({ api, peer, instances }) => {
  const name = await instances.create({ host: "host-b" });
  for (const agent of [api, peer]) {
    expect(await agent.instances()).toContainEqual(
      expect.objectContaining({ name, host: "host-b", state: "running" }),
    );
    expect(await agent.instance(name)).toMatchObject({ host: "host-b", state: "running" });
    await using console = await ConsoleClient.open(agent, name);
    console.type("x");
    await console.until(/x/);
  }
  await api.run("instances.stop", { instance: name });
  await expect.poll(async () => (await peer.instance(name)).state).toBe("stopped");
});

test("every fault of a spec is reported at once, each with its path", async ({ api }) => {
  const spec = { name: "Not A Name", cpus: 0, memoryMiB: 1, colour: "red", disks: [{ name: "root" }] };
  const refused = await api.mutate("instances.create", { spec }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ status: 400, body: { code: expect.stringMatching(/^invalid_/) } });
  const text = JSON.stringify(refused);
  for (const path of ["name", "cpus", "memoryMiB", "colour", "disks"]) expect(text).toContain(path);
});

test("starting what runs and stopping what is stopped is refused in a sentence with a hint", async ({
  api,
  instances,
}) => {
  const name = await instances.create();
  await expect(api.run("instances.start", { instance: name })).rejects.toThrow(/running/);
  await api.run("instances.stop", { instance: name });
  await expect(api.run("instances.stop", { instance: name })).rejects.toThrow(/stopped/);
  await expect(api.query("instances.get", { instance: "no-such" })).rejects.toThrow(/not_found.*no-such/);
});
