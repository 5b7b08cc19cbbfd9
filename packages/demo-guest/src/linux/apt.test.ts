import { describe, expect, test } from "vitest";
import { dependsField, lastPercent } from "./apt.ts";

describe("What apt says", () => {
  test("names the kernel that Debian's meta package stands for", () => {
    const show = [
      "Package: linux-image-cloud-amd64",
      "Depends: linux-image-6.1.0-56-cloud-amd64 (= 6.1.192-2)",
      "Description: Linux for x86-64 cloud (meta-package)",
    ];
    expect(dependsField(show.join("\n"))).toEqual(["linux-image-6.1.0-56-cloud-amd64"]);
  });

  test("names each of several dependencies and of alternatives", () => {
    const show =
      "Depends: kmod, linux-base (>= 4.5ubuntu1~16.04.1) | systemd:any, linux-modules-6.8.0-49-generic\n";
    expect(dependsField(show)).toEqual(["kmod", "linux-base", "systemd", "linux-modules-6.8.0-49-generic"]);
  });

  test("has no dependencies where there is no such field", () => {
    expect(dependsField("Package: linux-base\nPre-Depends: dpkg\n")).toEqual([]);
  });

  test("tells the progress of a download, the newest last", () => {
    expect(lastPercent("dlstatus:1:0.0000:Retrieving file 1 of 1\ndlstatus:1:41.7900:Retrieving\n")).toBe(41);
    expect(lastPercent("pmstatus:dpkg:10:Running dpkg\n")).toBeUndefined();
  });
});
