import { expect, test } from "vitest";
import { GantryError } from "./error.ts";
import { faultsOf, parseOrThrow } from "./faults.ts";
import { instanceSpecSchema } from "./spec.ts";

const faultPaths = (input: unknown): string[] => {
  const parsed = instanceSpecSchema.safeParse(input);
  return parsed.success ? [] : faultsOf(parsed.error).map((fault) => fault.path);
};

test("a name alone is a whole spec", () => {
  expect(instanceSpecSchema.parse({ name: "web-1" })).toMatchObject({
    cpus: 1,
    memoryMiB: 512,
    machine: "q35",
    acpi: true,
  });
});

test("every fault is reported at once, each with its path", () => {
  const paths = faultPaths({
    name: "Not A Name",
    cpus: 0,
    boot: { kernel: "vmlinuz" },
    disks: [{ name: "root", source: { file: "relative" }, colour: "red" }],
    surprise: true,
  });
  expect(paths.sort()).toEqual([
    "boot.kernel",
    "cpus",
    "disks.0.colour",
    "disks.0.source.file",
    "name",
    "surprise",
  ]);
});

test("of several ways to say a thing, the faults of the one that was meant are told", () => {
  expect(faultPaths({ name: "a", nics: [{ network: { bridge: "br 0" } }] })).toEqual([
    "nics.0.network.bridge",
  ]);
  expect(
    faultPaths({ name: "a", disks: [{ name: "d", source: { nbd: "http://x" }, format: "raw" }] }),
  ).toEqual(["disks.0.source.nbd"]);
});

test("an interface is refused what its network cannot give, field by field", () => {
  const user = { user: {} };
  const faulty = [
    { network: user, rate: { receiveMbit: 10 } },
    { network: user, mtu: 9000 },
    { network: { bridge: "br0" }, mtu: 67, link: "off", ip: "10.0.0", rate: { transmitMbit: 0.5 } },
    { network: { bridge: "br0" }, rate: { up: 3 } },
  ];
  expect(faultPaths({ name: "a", nics: faulty }).sort()).toEqual([
    "nics.0.rate",
    "nics.1.mtu",
    "nics.2.ip",
    "nics.2.link",
    "nics.2.mtu",
    "nics.2.rate.transmitMbit",
    "nics.3.rate.up",
  ]);
  const fine = {
    network: { bridge: "br0", vlan: 7 },
    mtu: 9000,
    ip: "2001:db8::1",
    rate: { receiveMbit: 1 },
  };
  expect(faultPaths({ name: "a", nics: [fine, { network: user, mtu: 1280, link: "down" }] })).toEqual([]);
});

test("names that could become paths or options are refused", () => {
  for (const name of [
    "..",
    "a..b",
    "-a",
    "a-",
    "a/b",
    "a,b",
    "a=b",
    "A",
    "",
    "a b",
    "é",
    "x".repeat(64),
    "a\n",
  ]) {
    expect(new Set(faultPaths({ name })), JSON.stringify(name)).toEqual(new Set(["name"]));
  }
});

test("two disks or two interfaces of one name are refused where the second stands", () => {
  const disk = { name: "root", source: { file: "/a" } };
  const nic = { mac: "52:54:00:00:00:01", network: { bridge: "br0" } };
  expect(faultPaths({ name: "a", disks: [disk, disk], nics: [nic, nic] })).toEqual([
    "disks.1.name",
    "nics.1.mac",
  ]);
});

test("a refused input becomes one error that carries every fault", () => {
  const attempt = () =>
    parseOrThrow(instanceSpecSchema, { name: "a", cpus: 0 }, { what: "The spec", code: "invalid_spec" });
  expect(attempt).toThrow(GantryError);
  expect(attempt).toThrow("The spec has a fault: cpus: at least 1 vCPU.");
});
