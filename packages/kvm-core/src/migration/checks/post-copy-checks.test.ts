import { describe, expect, test } from "vitest";
import { type MigrationOptions, migrationOptionsSchema } from "../../model/migration.ts";
import { postCopyWarning } from "../../model/post-copy.ts";
import { postCopyRefused, postCopyRisk } from "./post-copy-checks.ts";

function request(more: Partial<MigrationOptions> = {}) {
  const options = migrationOptionsSchema.parse({ onTimeout: "post-copy", ...more });
  return { uuid: "1c1a0b0e-6c2c-4c0f-9a55-0a8f1b6c7d11", options };
}

const asUid = (uid: number) => ({ qemuUser: { accountFor: () => ({ uid, gid: uid }) } });
const disk = { name: "root", source: { file: "/a.img" }, format: "raw", readOnly: false } as const;

describe("Post-copy, when it is chosen,", () => {
  test("is refused for a guest that is held, and together with copies of disks", async () => {
    expect(await postCopyRefused({ copies: [], request: request({ live: false }) }, asUid(0))).toMatchObject({
      level: "fail",
      evidence: "it is not moved live",
    });
    const copies = [
      { disk: { ...disk, bus: "virtio" as const, cache: "none" as const }, path: "/b.img", from: "/a.img" },
    ];
    expect(await postCopyRefused({ copies, request: request({ copyDisks: true }) }, asUid(0))).toMatchObject({
      level: "fail",
      evidence: "to be copied: root",
    });
  });

  test("is told with what the kernel gives to QEMU's account", async () => {
    const found = await postCopyRefused({ copies: [], request: request() }, asUid(64_990));
    expect(found.evidence).toMatch(/^vm\.unprivileged_userfaultfd .*, QEMU runs as uid 64990$/);
    if (found.level === "fail") expect(found.fix).toContain("sysctl -w vm.unprivileged_userfaultfd=1");
  });

  test("is warned of with what it may cost", () => {
    expect(postCopyRisk()).toMatchObject({ level: "warn", message: postCopyWarning });
  });
});
