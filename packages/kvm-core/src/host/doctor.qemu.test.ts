import { chmod, mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { type Finding, findingSchema } from "../model/index.ts";
import { type DoctorRequest, runDoctor } from "./doctor.ts";
import { examineNetwork } from "./examine-network.ts";

async function examine(
  directory: string,
  changes: Partial<DoctorRequest> = {},
): Promise<Map<string, Finding>> {
  const request: DoctorRequest = {
    accel: "auto",
    stateDir: join(directory, "state"),
    runDir: join(directory, "run"),
    logDir: join(directory, "log"),
    imageRoots: [],
    ...changes,
  };
  const findings = await runDoctor(request);
  for (const finding of findings) {
    findingSchema.parse(finding);
    // Whoever reads a bad finding learns what to do.
    if (finding.level !== "ok") expect(finding.fix, finding.message).toBeTruthy();
  }
  return new Map(findings.map((finding) => [finding.code, finding]));
}

async function healthy() {
  const directory = await mkdtempDisposable(join(tmpdir(), "gantry-doctor-"));
  for (const name of ["state", "run", "log"]) await mkdir(join(directory.path, name), { mode: 0o700 });
  return directory;
}

describe("the doctor", () => {
  test("proves what is well: QEMU, its tools and the directories", async () => {
    await using directory = await healthy();
    const findings = await examine(directory.path);
    for (const code of ["qemu", "qemu_img", "state_dir", "run_dir", "log_dir", "memory"]) {
      expect(findings.get(code)?.level, code).toMatch(/ok/);
    }
  });

  test("tells everything that is wrong at once", async () => {
    await using directory = await healthy();
    await chmod(join(directory.path, "state"), 0o755);
    await writeFile(join(directory.path, "file"), "x");
    const findings = await examine(directory.path, {
      qemu: "/no/such/qemu",
      logDir: join(directory.path, "file"),
      runDir: join(directory.path, "not-there-yet"),
      imageRoots: [join(directory.path, "no-images")],
    });
    expect(findings.get("qemu_missing")).toMatchObject({ level: "fail" });
    expect(findings.get("state_dir")).toMatchObject({
      level: "fail",
      fix: `chmod 0700 ${join(directory.path, "state")}`,
    });
    expect(findings.get("log_dir")?.message).toContain("is not a directory");
    expect(findings.get("run_dir")).toMatchObject({ level: "warn" });
    expect(findings.get("image_dir")).toMatchObject({ level: "fail" });
  });

  test("fails a run directory below which sockets would not fit", async () => {
    await using directory = await healthy();
    const runDir = join(directory.path, "r".repeat(80));
    expect((await examine(directory.path, { runDir })).get("run_dir_long")).toMatchObject({ level: "fail" });
  });

  test("takes a KVM that does not work for a failure only where KVM was asked for", async () => {
    await using directory = await healthy();
    const level = async (accel: DoctorRequest["accel"]) =>
      (await examine(directory.path, { accel })).get("kvm_unusable")?.level;
    const asked = await level("kvm");
    if (asked === undefined) return; // KVM works here
    expect(asked).toBe("fail");
    expect(await level("auto")).toBe("warn");
    expect(await level("tcg")).toBeUndefined();
  });

  test("names a program of iproute2 that is missing, once nothing else is in the way", async () => {
    await using directory = await healthy();
    await using programs = await mkdtempDisposable(join(tmpdir(), "gantry-doctor-"));
    vi.stubEnv("PATH", programs.path);
    const none = await examineNetwork();
    await writeFile(join(programs.path, "ip"), "#!/bin/sh\necho ip utility\n", { mode: 0o755 });
    const only = await examineNetwork();
    vi.unstubAllEnvs();
    const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);
    expect(codes(none)).toContain("ip_missing");
    expect(codes(none)).not.toContain("tc_missing");
    expect(codes(only)).toEqual(expect.arrayContaining(["ip", "tc_missing", "bridge_tool_missing"]));
    expect((await examine(directory.path)).get("tc_missing")).toBeUndefined();
  });
});
