import { createServer } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import type { Hypervisor } from "../../hypervisor/hypervisor.ts";
import { GantryError } from "../../model/error.ts";
import { TemporaryHost, until } from "../../testing/temporary-host.ts";

const nic = { mac: "52:54:00:00:00:01", network: { user: {} } } as const;

async function specOf(hypervisor: Hypervisor, name: string) {
  return (await hypervisor.get(name)).spec;
}

/** The arguments of QEMU that speak of interfaces. */
async function nicArguments(hypervisor: Hypervisor, name: string): Promise<string[]> {
  return (await hypervisor.commandLine(name)).filter((argument) => /"id":"(nic|net)-\d"/.test(argument));
}

async function attached(hypervisor: Hypervisor, name: string): Promise<boolean> {
  try {
    await hypervisor.nics.attach(name, nic);
    return true;
  } catch (error) {
    if (error instanceof GantryError && error.code === "busy") return false;
    throw error;
  }
}

test("what a running guest does not take is refused, and leaves nothing behind", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1", "interactive", { nics: [nic] });
  const { hypervisor } = host;
  await hypervisor.start("web-1");
  const { nics } = hypervisor;
  const before = await specOf(hypervisor, "web-1");

  await expect(nics.attach("web-1", { model: "e1000", network: { user: {} } })).rejects.toMatchObject({
    code: "wrong_state",
    hint: expect.stringContaining("virtio"),
  });
  await expect(nics.attach("web-1", nic)).rejects.toMatchObject({
    code: "invalid_spec",
    message: expect.stringContaining("another interface has this address"),
  });
  await expect(nics.attach("web-1", { network: { bridge: "br0; reboot" } })).rejects.toMatchObject({
    code: "invalid_spec",
    message: expect.stringContaining("a bridge name"),
  });
  await expect(nics.attach("web-1", { network: { bridge: "gantry-none" } })).rejects.toMatchObject({
    code: expect.stringMatching(/^(bridge_missing|network_failed)$/),
  });
  await expect(nics.limit("web-1", { nic: "nic-0", rate: { receiveMbit: 1 } })).rejects.toMatchObject({
    code: "invalid_spec",
    message: expect.stringContaining("user mode cannot be limited"),
  });
  await expect(nics.setLink("web-1", { nic: "nic-7", link: "down" })).rejects.toMatchObject({
    code: "not_found",
    hint: expect.stringContaining("nic-0 (52:54:00:00:00:01)"),
  });

  await using server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const forward = [{ host: port, guest: 22 }];
  await expect(nics.attach("web-1", { network: { user: { forward } } })).rejects.toMatchObject({
    code: "port_in_use",
  });
  expect(await specOf(hypervisor, "web-1")).toEqual(before);

  // Each start leaves two sockets free, and no failure above has used one up.
  await nics.attach("web-1", { network: { user: {} } });
  await nics.attach("web-1", { network: { user: {} } });
  await expect(nics.attach("web-1", { network: { user: {} } })).rejects.toMatchObject({
    code: "wrong_state",
  });
  const plugged = await nicArguments(hypervisor, "web-1");
  await hypervisor.stop("web-1", { force: true, timeoutSeconds: 10 });
  expect(await nicArguments(hypervisor, "web-1")).toEqual(plugged);
  await hypervisor.start("web-1");
  await nics.attach("web-1", { network: { user: {} } });
});

test("a guest that does not let go keeps its interface until it does", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1", "interactive", { machine: "pc", nics: [nic] });
  const { hypervisor } = host;
  await hypervisor.start("web-1");
  await expect(hypervisor.nics.detach("web-1", { nic: "nic-0", timeoutSeconds: 0.1 })).rejects.toMatchObject({
    code: "timed_out",
    message: expect.stringContaining("nic-0 of web-1"),
    where: "web-1 is on host-a, running.",
  });
  expect((await specOf(hypervisor, "web-1")).nics).toHaveLength(1);
  // QEMU takes what the guest was asked for when the machine is reset.
  await hypervisor.reboot("web-1", { hard: true, timeoutSeconds: 10 });
  await until(async () => (await specOf(hypervisor, "web-1")).nics.length === 0);
  // Its host's half goes last, and whoever removes it holds the instance until then.
  await until(() => attached(hypervisor, "web-1"));
  expect((await hypervisor.get("web-1")).figures?.nics).toMatchObject([{ mac: nic.mac, name: "nic-0" }]);
});

test("an instance that does not run is changed in its spec alone, and starts with a pulled cable", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1", "interactive", { nics: [nic] });
  const { nics } = host.hypervisor;
  const more = await nics.attach("web-1", { model: "e1000", network: { bridge: "br0" } });
  await nics.limit("web-1", { nic: more.mac, rate: { transmitMbit: 10 } });
  await nics.setLink("web-1", { nic: nic.mac, link: "down" });
  expect((await specOf(host.hypervisor, "web-1")).nics).toMatchObject([
    { mac: nic.mac, link: "down" },
    { mac: more.mac, model: "e1000", rate: { transmitMbit: 10 } },
  ]);
  await nics.limit("web-1", { nic: more.mac });
  expect((await specOf(host.hypervisor, "web-1")).nics[1]?.rate).toBeUndefined();
  const detached = await nics.detach("web-1", { nic: more.name });
  expect((await nics.attach("web-1", detached.nic)).mac).toBe(more.mac);
  expect(await nics.detach("web-1", { nic: more.mac })).toEqual(detached);
  await host.hypervisor.start("web-1");
  const { figures } = await host.hypervisor.get("web-1");
  expect(figures?.nics).toEqual([{ name: "nic-0", mac: nic.mac, link: "down" }]);
});
