import { expect, test } from "vitest";
import {
  freeze,
  freezeStatus,
  getFileSystems,
  getHostName,
  getInterfaces,
  getOsInfo,
  getTime,
  info,
  setTime,
  thaw,
} from "./commands.ts";
import { PlayedGuest } from "./testing/played-guest.ts";

/** What qemu-ga 7.2.22 in a Debian 12 returned; lists are shortened, and `tun0` and the disabled command are added. */
const captured: Readonly<Record<string, unknown>> = {
  "guest-info": {
    version: "7.2.22",
    supported_commands: [
      { enabled: true, name: "guest-get-osinfo", "success-response": true },
      { enabled: false, name: "guest-exec", "success-response": true },
      { enabled: true, name: "guest-shutdown", "success-response": false },
    ],
  },
  "guest-get-osinfo": {
    name: "Debian GNU/Linux",
    "kernel-release": "6.1.0-56-cloud-amd64",
    version: "12 (bookworm)",
    "pretty-name": "Debian GNU/Linux 12 (bookworm)",
    "version-id": "12",
    "kernel-version": "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)",
    machine: "x86_64",
    id: "debian",
  },
  "guest-get-host-name": { "host-name": "seeded" },
  "guest-network-get-interfaces": [
    {
      name: "lo",
      "ip-addresses": [
        { "ip-address-type": "ipv4", "ip-address": "127.0.0.1", prefix: 8 },
        { "ip-address-type": "ipv6", "ip-address": "::1", prefix: 128 },
      ],
      "hardware-address": "00:00:00:00:00:00",
    },
    { name: "tun0" },
  ],
  "guest-get-fsinfo": [
    {
      name: "vda1",
      "total-bytes": 1121591296,
      mountpoint: "/",
      disk: [
        {
          "bus-type": "virtio",
          bus: 0,
          unit: 0,
          "pci-controller": { bus: 0, slot: 1, domain: 0, function: 0 },
          dev: "/dev/vda1",
          target: 0,
        },
      ],
      "used-bytes": 430768128,
      type: "ext4",
    },
  ],
  "guest-get-time": 1795425807449043000,
  "guest-set-time": {},
  "guest-fsfreeze-freeze": 1,
  "guest-fsfreeze-status": "frozen",
  "guest-fsfreeze-thaw": 1,
};

async function guestWithAnswers(): Promise<PlayedGuest> {
  const guest = await PlayedGuest.open();
  guest.behave = (socket, { execute, id }) =>
    void socket.write(`${JSON.stringify({ return: captured[execute], id })}\n`);
  guest.agent.observe(true);
  return guest;
}

test("the answers of a real agent are understood", async () => {
  await using guest = await guestWithAnswers();
  const { agent } = guest;
  expect(await info(agent)).toEqual({ version: "7.2.22", commands: ["guest-get-osinfo", "guest-shutdown"] });
  expect(await getOsInfo(agent)).toEqual({
    id: "debian",
    name: "Debian GNU/Linux 12 (bookworm)",
    version: "12",
    kernel: "6.1.0-56-cloud-amd64",
    machine: "x86_64",
  });
  expect(await getHostName(agent)).toBe("seeded");
  expect(await getInterfaces(agent)).toEqual([
    { name: "lo", mac: "00:00:00:00:00:00", addresses: ["127.0.0.1/8", "::1/128"] },
    { name: "tun0", mac: undefined, addresses: [] },
  ]);
  expect(await getFileSystems(agent)).toEqual([
    { device: "vda1", mountPoint: "/", type: "ext4", totalBytes: 1121591296, usedBytes: 430768128 },
  ]);
  expect(new Date((await getTime(agent)) / 1e6).getUTCFullYear()).toBe(2026);
  await setTime(agent, new Date());
});

test("file systems are frozen, known to be, and thawed", async () => {
  await using guest = await guestWithAnswers();
  expect(await freeze(guest.agent)).toBe(1);
  expect(await freezeStatus(guest.agent)).toBe("frozen");
  expect(await thaw(guest.agent)).toBe(1);
});
