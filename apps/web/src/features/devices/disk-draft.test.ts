import { attachDiskInput } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { diskCommand, diskInput, emptyDraft } from "./disk-draft.ts";

const draft = { ...emptyDraft([{ name: "root" }, { name: "data" }]), place: "/srv/images/d.qcow2" };

test("a new disk is proposed under a name that none has", () => {
  expect(emptyDraft([{ name: "root" }]).name).toBe("data");
  expect(draft.name).toBe("data-2");
});

test("a draft as JSON is what the agent takes, and as command says the same", () => {
  expect(attachDiskInput.parse(diskInput("web-1", draft))).toEqual({
    instance: "web-1",
    disk: {
      name: "data-2",
      source: { file: "/srv/images/d.qcow2" },
      format: "qcow2",
      bus: "virtio",
      readOnly: false,
    },
    newDisk: { sizeMiB: 10_240 },
  });
  expect(diskCommand("web-1", draft).join(" ")).toBe(
    "disk attach web-1 data-2 --file /srv/images/d.qcow2 --new 10240M --format qcow2 --bus virtio",
  );
  const remote = { ...draft, source: "nbd", format: "raw", readOnly: true, place: "nbd://h/x" } as const;
  expect(attachDiskInput.parse(diskInput("web-1", remote))).not.toHaveProperty("newDisk");
  expect(diskCommand("web-1", remote).join(" ")).toBe(
    "disk attach web-1 data-2 --nbd nbd://h/x --format raw --bus virtio --read-only",
  );
});

test("what is no number is left to the agent's own words", () => {
  expect(attachDiskInput.safeParse(diskInput("web-1", { ...draft, sizeMiB: "much" })).success).toBe(false);
});
