import { english } from "#lib/messages/translate.ts";
import { attachNicInput, nicSpecSchema } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { emptyNic, nicCommand, nicInput } from "./nic-draft.ts";
import { addressesOf, forwardTexts, networkText, whyNotLimit, whyNotUnplug } from "./nic-facts.ts";

const bridged = nicSpecSchema.parse({ network: { bridge: "br0", vlan: 10 }, model: "e1000" });
const user = nicSpecSchema.parse({ network: { user: { forward: [{ host: 2222, guest: 22 }] } } });

test("an interface as JSON is what the agent takes, and as command says the same", () => {
  const draft = { ...emptyNic, forwards: "2222:22, 8080:80", mac: "52:54:00:AB:00:01", mtu: "1400" };
  expect(attachNicInput.parse(nicInput("web-1", draft))).toEqual({
    instance: "web-1",
    nic: {
      network: {
        user: {
          forward: [
            { host: 2222, guest: 22 },
            { host: 8080, guest: 80 },
          ],
        },
      },
      mac: "52:54:00:ab:00:01",
      model: "virtio",
      mtu: 1400,
      link: "up",
    },
  });
  expect(nicCommand("web-1", draft).join(" ")).toBe(
    "nic attach web-1 --user --forward 2222:22 --forward 8080:80 --mac 52:54:00:ab:00:01 --model virtio --mtu 1400",
  );
  const tagged = { ...emptyNic, network: "bridge", bridge: "br0", vlan: "10" } as const;
  expect(attachNicInput.parse(nicInput("web-1", tagged)).nic.network).toEqual({ bridge: "br0", vlan: 10 });
  expect(nicCommand("web-1", tagged).join(" ")).toBe(
    "nic attach web-1 --bridge br0 --vlan 10 --model virtio",
  );
});

test("what is no pair of ports is refused", () => {
  expect(attachNicInput.safeParse(nicInput("web-1", { ...emptyNic, forwards: "ssh" })).success).toBe(false);
});

test("what cannot be done to an interface says why", () => {
  expect(whyNotLimit(user, english)).toMatch(/user mode/);
  expect(whyNotLimit(bridged, english)).toBeUndefined();
  expect(whyNotUnplug(bridged, { machine: "q35" }, "running", english)).toMatch(/stop it first/);
  expect(whyNotUnplug(bridged, { machine: "pc" }, "running", english)).toBeUndefined();
  expect(whyNotUnplug(bridged, { machine: "q35" }, "stopped", english)).toBeUndefined();
  expect(networkText(bridged, english)).toBe("bridge br0, VLAN 10");
  expect(forwardTexts(user)).toEqual(["127.0.0.1:2222 → 22"]);
});

test("addresses are the guest's own words about the interface with that MAC", () => {
  const interfaces = [
    { name: "lo", addresses: ["127.0.0.1/8"] },
    { name: "eth0", mac: "52:54:00:AB:00:01", addresses: ["10.0.2.15/24"] },
  ];
  const info = { agent: "7.2", interfaces };
  expect(addressesOf(info, "52:54:00:ab:00:01")).toEqual(["10.0.2.15/24"]);
  expect(addressesOf(info, "52:54:00:ab:00:02")).toBeUndefined();
  expect(addressesOf(undefined, undefined)).toBeUndefined();
});
