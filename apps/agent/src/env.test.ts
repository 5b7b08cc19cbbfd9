import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings } from "./env.ts";

const env = { GANTRY_CONFIG: "/dev/null", GANTRY_HOST_NAME: "host-a" };

function settingsOf(wishes: { argv?: string[]; env?: Record<string, string> }) {
  const request = readSettings({ argv: wishes.argv ?? [], env: { ...env, ...wishes.env } });
  if (request.kind !== "run") throw new Error(`asked for ${request.kind}`);
  return request.settings;
}

describe("The agent's settings", () => {
  it("have the documented defaults", () => {
    expect(settingsOf({})).toMatchObject({
      stateDir: "/var/lib/gantry",
      runDir: "/run/gantry",
      logDir: "/var/log/gantry",
      listen: { address: "127.0.0.1", port: 7400 },
      accel: "auto",
      qemuUser: "auto",
      store: "sqlite",
      imageRoots: [],
      peers: [],
    });
  });

  it("come from the flag before the environment before the file", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-env-"));
    const file = join(directory.path, "agent.yaml");
    await writeFile(file, "hostName: from-file\naccel: kvm\nimageRoots: [/srv/a, /srv/b]\nlogLevel: warn\n");
    const settings = settingsOf({
      argv: ["--accel", "tcg"],
      env: { GANTRY_CONFIG: file, GANTRY_HOST_NAME: "from-env", GANTRY_ACCEL: "auto" },
    });
    expect(settings).toMatchObject({
      hostName: "from-env",
      accel: "tcg",
      imageRoots: ["/srv/a", "/srv/b"],
      logLevel: "warn",
    });
  });

  it("count an empty value as absent", () => {
    expect(settingsOf({ env: { GANTRY_STATE_DIR: "", GANTRY_PEERS: "", GANTRY_QEMU: "" } })).toMatchObject({
      stateDir: "/var/lib/gantry",
      peers: [],
    });
  });

  it("take lists and peers from the environment, and peers from a file too", async () => {
    const peers = [{ name: "host-b", url: "http://127.0.0.1:7401/", secretFile: "/tmp/b" }];
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-env-"));
    const file = join(directory.path, "peers.json");
    await writeFile(file, JSON.stringify(peers));
    const expected = [{ ...peers[0], url: "http://127.0.0.1:7401" }];
    expect(settingsOf({ env: { GANTRY_PEERS: JSON.stringify(peers) } }).peers).toEqual(expected);
    expect(settingsOf({ env: { GANTRY_PEERS: file } }).peers).toEqual(expected);
    expect(settingsOf({ env: { GANTRY_IMAGE_ROOTS: "/a:/b" } }).imageRoots).toEqual(["/a", "/b"]);
  });

  it("name the etcd cluster that hosts share as a variable, a flag or a key of the file", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-env-"));
    const file = join(directory.path, "agent.yaml");
    await writeFile(file, "store: etcd://h1:2379,h2:2379\n");
    const endpoints = ["h1", "h2"].map((host) => ({ host, port: 2379 }));
    expect(settingsOf({ env: { GANTRY_CONFIG: file } }).store).toEqual({ endpoints });
    expect(settingsOf({ env: { GANTRY_STORE: "etcd://h1,h2" } }).store).toEqual({ endpoints });
    expect(settingsOf({ argv: ["--store", "etcds://h1?ca=/etc/ca.pem"] }).store).toMatchObject({
      tls: { ca: "/etc/ca.pem" },
    });
  });

  it("are refused with every fault named by the place it was written in", () => {
    const wrong = () =>
      settingsOf({
        argv: ["--state-dir", "relative"],
        env: { GANTRY_LISTEN: "nowhere", GANTRY_ACCEL: "magic", GANTRY_STORE: "mysql://h1" },
      });
    expect(wrong).toThrow(/--state-dir: give an absolute path/);
    expect(wrong).toThrow(/GANTRY_LISTEN: give address:port/);
    expect(wrong).toThrow(/GANTRY_ACCEL: use auto, kvm or tcg/);
    expect(wrong).toThrow(/GANTRY_STORE: use sqlite, or etcd:/);
  });

  it("refuse a flag and a key they do not know", async () => {
    expect(() => settingsOf({ argv: ["--stat-dir", "/x"] })).toThrow(/--stat-dir/);
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-env-"));
    const file = join(directory.path, "agent.yaml");
    await writeFile(file, "stateDirectory: /x\n");
    expect(() => settingsOf({ env: { GANTRY_CONFIG: file } })).toThrow(/stateDirectory/);
  });

  it("refuse two hosts of one name", () => {
    const peers = JSON.stringify([{ name: "host-a", url: "http://127.0.0.1:1", secretFile: "/x" }]);
    expect(() => settingsOf({ env: { GANTRY_PEERS: peers } })).toThrow(/already used/);
  });

  it("refuse to be reached from other machines without TLS, and take it by either way", () => {
    const beyond = { GANTRY_LISTEN: "0.0.0.0:7400" };
    expect(() => settingsOf({ env: beyond })).toThrow(/GANTRY_LISTEN: 0\.0\.0\.0 can be reached/);
    expect(() => settingsOf({ env: { GANTRY_LISTEN: "[2001:db8::1]:1" } })).toThrow(/GANTRY_TLS=on/);
    expect(settingsOf({ env: { ...beyond, GANTRY_TLS: "on" } }).tls).toBe("on");
    const given = { GANTRY_TLS_CERT: "/c.pem", GANTRY_TLS_KEY: "/k.pem" };
    expect(settingsOf({ env: { ...beyond, ...given } }).tlsKey).toBe("/k.pem");
    expect(() => settingsOf({ env: { GANTRY_TLS_CERT: "/c.pem" } })).toThrow(/GANTRY_TLS_KEY: .*together/);
    for (const listen of ["127.0.0.2:1", "[::1]:1", "localhost:1"])
      expect(settingsOf({ env: { GANTRY_LISTEN: listen } }).tls).toBe("off");
  });

  it("refuse a peer with a secret anywhere but on loopback", () => {
    for (const url of ["http://10.0.0.2:7400", "https://127.0.0.1:7400", "http://host-b:7400"]) {
      const peers = JSON.stringify([{ name: "host-b", url, secretFile: "/x" }]);
      expect(() => settingsOf({ env: { GANTRY_PEERS: peers } })).toThrow(/GANTRY_PEERS \(0\.url\)/);
    }
  });

  it("only tell when only telling is asked for", () => {
    expect(readSettings({ argv: ["--help"], env: {} }).kind).toBe("help");
    expect(readSettings({ argv: ["--version"], env: {} }).kind).toBe("version");
  });
});
