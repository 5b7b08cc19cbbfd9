import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Finding } from "../model/index.ts";

/**
 * Whether the kernel knows its clock to be kept right. Certificates, sessions and the times in two hosts' logs hang on
 * it. Where nothing can tell, nothing is said.
 */
export async function examineClock(): Promise<Finding[]> {
  const said = await promisify(execFile)("timedatectl", ["show", "--property=NTPSynchronized", "--value"], {
    timeout: 5000,
  }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
  if (said === "yes")
    return [{ code: "clock", level: "ok", message: "The clock is kept right over the network." }];
  if (said !== "no") return [];
  return [
    {
      code: "clock_free",
      level: "warn",
      message: "Nothing keeps this host's clock right; other hosts may refuse it and logs will disagree.",
      fix: "apt-get install chrony   (or: timedatectl set-ntp true)",
    },
  ];
}
