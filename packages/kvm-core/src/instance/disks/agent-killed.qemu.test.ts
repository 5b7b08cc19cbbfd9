import { spawn } from "node:child_process";
import { once } from "node:events";
import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { diskOfDevice, throttleLimits } from "../../command-line/index.ts";
import { qomGet, qomList, queryNamedBlockNodes } from "../../qmp/index.ts";
import { TemporaryHost } from "../../testing/temporary-host.ts";
import { askQemu, openFiles } from "./testing/ask-qemu.ts";

/** Another process is the agent meanwhile, begins `act` and kills itself at `moment`. */
async function dieDuring(host: TemporaryHost, act: object, moment: string): Promise<void> {
  await host.away(async () => {
    const program = fileURLToPath(import.meta.resolve("./testing/killed-agent.ts"));
    const order = JSON.stringify({ config: host.config, act, moment });
    const agent = spawn(process.execPath, [program, order], {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, NODE_COMPILE_CACHE: join(host.dir, "compiled") },
    });
    const [, signal] = await once(agent, "exit");
    expect(signal, moment).toBe("SIGKILL");
  });
}

/** What the spec says is what is plugged in, limited and lying in the drive, and nothing else is open. */
async function expectAgreement(host: TemporaryHost, moment: string): Promise<void> {
  const { spec } = await host.hypervisor.get("web-1");
  const names = spec.disks.map(({ name }) => name).sort();
  const seen = await askQemu(host, "web-1", async (qmp) => {
    const devices = await qomList(qmp, "/machine/peripheral");
    const objects = await qomList(qmp, "/objects");
    const nodes = await queryNamedBlockNodes(qmp);
    return {
      plugged: devices.flatMap(({ name }) => diskOfDevice(name) ?? []).sort(),
      limited: objects.flatMap(({ name }) => /^limits-(.*)$/.exec(name)?.[1] ?? []).sort(),
      open: nodes.flatMap(({ nodeName = "" }) => /^throttle-(.*)$/.exec(nodeName)?.[1] ?? []).sort(),
    };
  });
  expect(seen, moment).toEqual({ plugged: names, limited: names, open: names });
  const files = spec.disks.flatMap(({ name, source }) =>
    "file" in source ? [[`file-${name}`, source.file]] : [],
  );
  expect(await openFiles(host, "web-1"), moment).toEqual(Object.fromEntries(files));
  for (const { name, limits = {} } of spec.disks) {
    const held = await askQemu(host, "web-1", (qmp) =>
      qomGet(qmp, { path: `/objects/limits-${name}`, property: "limits" }),
    );
    expect(held, moment).toMatchObject(throttleLimits(limits));
  }
}

test("an agent that is killed anywhere while it changes disks leaves a guest whose spec is what is plugged in", async () => {
  await using host = await TemporaryHost.open();
  const at = (name: string) => join(host.dir, "disks", name);
  for (const name of ["data", "first.iso", "second.iso"]) {
    await writeFile(at(name), "");
    await truncate(at(name), 1 << 20);
  }
  const raw = (name: string) => ({ source: { file: at(name) }, format: "raw" }) as const;
  await host.createGuest("web-1", "interactive", {
    disks: [
      { name: "root", ...raw("web-1.img") },
      { name: "scsi", bus: "scsi", ...raw("first.iso"), readOnly: true },
      { name: "cd", bus: "cdrom", ...raw("first.iso") },
    ],
  });
  await host.hypervisor.start("web-1");
  const plug = { name: "data", bus: "scsi", ...raw("data") };
  const limits = { bytesPerSecond: 1_000_000 };
  for (const moment of ["after blockdev-add", "before device_add", "after device_add"]) {
    await dieDuring(host, { verb: "attach", input: plug }, moment);
    await expectAgreement(host, moment);
  }
  for (const moment of ["before device_del", "after blockdev-del"]) {
    await dieDuring(host, { verb: "detach", input: { disk: "data" } }, moment);
    await expectAgreement(host, moment);
    const { spec } = await host.hypervisor.get("web-1");
    if (spec.disks.length === 3)
      await host.hypervisor.disks.attach("web-1", { name: "data", bus: "scsi", ...raw("data") });
  }
  await dieDuring(host, { verb: "limit", input: { disk: "root", limits } }, "before qom-set");
  await expectAgreement(host, "before qom-set");
  for (const moment of ["after blockdev-remove-medium", "after blockdev-insert-medium"]) {
    const { spec } = await host.hypervisor.get("web-1");
    const lying = spec.disks.find(({ name }) => name === "cd")?.source ?? {};
    const next = "file" in lying && lying.file === at("first.iso") ? "second.iso" : "first.iso";
    await dieDuring(
      host,
      { verb: "changeMedium", input: { disk: "cd", source: { file: at(next) } } },
      moment,
    );
    await expectAgreement(host, moment);
  }
});
