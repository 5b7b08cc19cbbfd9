import { english } from "#lib/messages/translate.ts";
import { expect, test } from "vitest";
import { checkNetworkConfig, checkUserData } from "./check-user-data.ts";
import { type CloudFields, readFields, writeField } from "./cloud-config-fields.ts";
import { whyNoSshKey } from "./ssh-key.ts";

const ed25519 =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMJILTVkJ34tqPao0uslXBHP0EqWm+miTXt5QoLgEiPB admin@example";
const ecdsa =
  "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBC4jYyRwv8P0gVfEwovlN4zugcBRoYSlpNjfkQxxgG/s49Jr1BcNWiUT9/8OqG78PEckzq37AkmP02bkPLARsCg=";
const hash =
  "$6$saltsalt$F0E/maz7CIqmR/wse4M96WwDhCg0OfqYsLz.bM8ZB33tNOS8P9MqmY0GTG83mKv6lurWxMXlZSV/LGFFtS80x/";

function filled(fields: Partial<CloudFields>, text = "#cloud-config\n"): string {
  const order = ["hostname", "user", "passwordHash", "sshKeys", "packages"] as const;
  return order.reduce((all, field) => writeField(all, field, fields[field] ?? ""), text);
}

test("what is typed into the fields stands in the user data, and comes back from it", () => {
  const fields = {
    hostname: "web-1",
    user: "admin",
    passwordHash: hash,
    sshKeys: `${ed25519}\n${ecdsa}`,
    packages: "nginx qemu-guest-agent",
  };
  const text = filled(fields);
  expect(text).toBe(`#cloud-config
hostname: web-1
users:
  - name: admin
    sudo: ALL=(ALL) NOPASSWD:ALL
    shell: /bin/bash
    passwd: ${hash}
    lock_passwd: false
    ssh_authorized_keys:
      - ${ed25519}
      - ${ecdsa}
packages:
  - nginx
  - qemu-guest-agent
`);
  expect(readFields(text)).toEqual(fields);
  expect(checkUserData(text, english)).toEqual({ faults: [], warnings: [] });
  expect(filled({}, text)).toBe(`#cloud-config\n`);
});

test("keys without a user are for the image's own, and go along when one is named or not named any more", () => {
  const own = filled({ sshKeys: ed25519 });
  expect(own).toBe(`#cloud-config\nssh_authorized_keys:\n  - ${ed25519}\n`);
  const named = writeField(own, "user", "admin");
  expect(named).not.toMatch(/^ssh_authorized_keys/m);
  expect(readFields(named)).toMatchObject({ user: "admin", sshKeys: ed25519 });
  expect(writeField(named, "user", "")).toBe(own);
});

test("a field changes its own part of a text that somebody wrote, and nothing else, comments included", () => {
  const text = `#cloud-config
# made by hand
users:
  - default
  - name: ops # on call
    groups: [adm]
runcmd:
  - [sh, -c, "echo yes > /run/ready"]
`;
  const changed = writeField(text, "sshKeys", ed25519);
  expect(
    changed.replace(`    ssh_authorized_keys:\n      - ${ed25519}\n`, "").replace(/\[ ?| ?\]/g, ""),
  ).toBe(text.replace(/\[ ?| ?\]/g, ""));
  expect(readFields(changed)).toMatchObject({ user: "ops", sshKeys: ed25519 });
});

test("a text that the fields cannot stand for stays as it is, and says why", () => {
  for (const [text, why] of [
    ["#!/bin/sh\necho\n", /no #cloud-config/],
    ["#cloud-config\na: [\n", /no YAML/],
    ["#cloud-config\n- a\n", /no keys/],
    ["#cloud-config\nusers: default\n", /users/],
    ["#cloud-config\npackages:\n  - [nginx, 1.2]\n", /packages/],
  ] as const) {
    expect(readFields(text)).toEqual({ why: { text: expect.stringMatching(why) } });
    expect(writeField(text, "user", "admin")).toBe(text);
  }
});

test("a wrong type is named with its line and with what to write, as is a text that is no YAML", () => {
  const { faults, warnings } = checkUserData(
    `#cloud-config
hostname: web-1
packages: nginx
users:
  - name: Admin
    passwd: hunter2
    ssh_authorized_keys:
      - ssh-ed25519 AAAA
runcmd:
  - echo a: b
write_files:
  - path: /etc/motd
    permissions: 0644
`,
    english,
  );
  expect(warnings).toEqual([]);
  expect(faults).toEqual([
    { line: 3, path: "packages", message: expect.stringMatching(/^a list of packages/) },
    { line: 5, path: "users.0.name", message: expect.stringMatching(/1–32 of a–z/) },
    { line: 6, path: "users.0.passwd", message: expect.stringMatching(/must be hashed.*openssl passwd -6/) },
    { line: 8, path: "users.0.ssh_authorized_keys.0", message: expect.stringMatching(/cut off/) },
    { line: 10, path: "runcmd.0", message: expect.stringMatching(/needs quotes/) },
    { line: 13, path: "write_files.0.permissions", message: expect.stringMatching(/quotes/) },
  ]);
  expect(checkUserData("#cloud-config\nhostname: a\n  b: [\n", english).faults[0]).toMatchObject({
    line: expect.any(Number),
    message: expect.stringMatching(/^this is no YAML/),
  });
  expect(checkUserData("#cloud-config\n- a\n", english).faults).toEqual([
    { line: 2, path: "", message: expect.stringMatching(/keys/) },
  ]);
});

test("a key that is not known is warned of with the one that may be meant, and refuses nothing", () => {
  const text =
    "#cloud-config\npakages: [nginx]\nown_thing: 1\nusers:\n  - name: a\n    ssh_authorised_keys: []\n";
  expect(checkUserData(text, english)).toEqual({
    faults: [],
    warnings: [
      { line: 2, path: "pakages", message: "not known here, and not checked; is packages meant?" },
      { line: 3, path: "own_thing", message: "not known here, and not checked" },
      {
        line: 6,
        path: "users.0.ssh_authorised_keys",
        message: "not known here, and not checked; is ssh_authorized_keys meant?",
      },
    ],
  });
  expect(checkUserData("hostname: web-1\n", english).warnings).toEqual([
    { line: 1, path: "", message: expect.stringContaining("begin it with #cloud-config") },
  ]);
  expect(checkUserData("#cloud-config\npassword: open\n", english).warnings).toEqual([
    { line: 2, path: "password", message: expect.stringMatching(/may see the instance can read/) },
  ]);
});

test("a network configuration has to be YAML of a version, and nothing is asked of one that is not given", () => {
  for (const good of ["", "version: 2\nethernets: {}\n", "network:\n  version: 1\n  config: disabled\n"])
    expect(checkNetworkConfig(good, english)).toEqual([]);
  expect(checkNetworkConfig("version: 2\nethernets: [\n", english)).toMatchObject([
    { line: expect.any(Number), message: expect.stringMatching(/no YAML/) },
  ]);
  for (const bad of ["ethernets: {}\n", "dhcp\n", "version: 3\n", "network: {}\n"])
    expect(checkNetworkConfig(bad, english)).toMatchObject([
      { message: expect.stringContaining("version: 2") },
    ]);
});

test("a script and other kinds of user data are left to cloud-init", () => {
  for (const text of [
    "#!/bin/sh\n",
    "#include\n",
    "## template: jinja\n#cloud-config\n{{",
    "#cloud-boothook\n",
  ])
    expect(checkUserData(text, english)).toMatchObject({
      faults: [],
      warnings: [],
      kind: { text: expect.any(String) },
    });
  expect(checkUserData("", english)).toEqual({ faults: [], warnings: [] });
});

test("a public SSH key is told from one that is cut off, mistyped or private", () => {
  const [type = "", blob = ""] = ed25519.split(" ");
  for (const good of [ed25519, ecdsa, `${type} ${blob}`, `no-pty,command="ls" ${ed25519}`])
    expect(whyNoSshKey(good, english)).toBeUndefined();
  for (const [bad, why] of [
    ["-----BEGIN OPENSSH PRIVATE KEY-----", /private key/],
    [blob, /begins with its type/],
    [type, /comes the key itself/],
    [`${type} ${blob.slice(0, -4)}`, /cut off/],
    [`${type} ${blob.slice(0, -1)}`, /cut off/],
    [`${type} ${blob}AAAA`, /cut off/],
    [`${type} !!!!`, /cut off/],
    [`ssh-rsa ${blob}`, /says ssh-rsa, but the key in it is ssh-ed25519/],
  ] as const)
    expect(whyNoSshKey(bad, english)).toMatch(why);
});
