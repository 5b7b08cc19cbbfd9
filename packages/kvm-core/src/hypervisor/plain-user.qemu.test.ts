import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { TestNetwork } from "../testing/test-network.ts";

const run = promisify(execFile);
const program = fileURLToPath(import.meta.resolve("./testing/plain-user.ts"));
/** No account has these numbers. */
const account = { uid: 64_200, gid: 64_200 };

/** Why this machine cannot show it; whoever runs the tests without rights shows it with every other test. */
async function whyNot(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "only root can become another user";
  if (!(await TestNetwork.isPossible())) return "no network namespace can be made";
  return await run("sh", ["-c", 'test -r "$0" && test -x "$1"', program, process.execPath], account).then(
    () => undefined,
    () => "these sources or this Node cannot be read by another user",
  );
}

describe("a user without any rights", () => {
  test("runs guests, adopts them again, suspends and deletes them, and is told why a bridge is out of reach", async ({
    skip,
  }) => {
    const reason = await whyNot();
    skip(reason !== undefined, reason);
    await using network = await TestNetwork.make();
    await network.addBridge("br0");
    await network.run("ip", ["link", "set", "lo", "up"]);
    const [enter = "", ...where] = network.prefix;
    const who = ["setpriv", "--reuid", "64200", "--regid", "64200", "--clear-groups", "--no-new-privs"];
    const environment = { PATH: process.env["PATH"], HOME: "/nonexistent" };
    const { stdout } = await run(enter, [...where, ...who, process.execPath, program], {
      env: environment,
      cwd: "/",
    });
    expect(JSON.parse(stdout)).toMatchObject({
      uid: account.uid,
      adopted: true,
      left: [],
      states: [["bridged", "stopped"]],
      bridged: {
        code: "network_failed",
        path: "nics.0.network",
        hint: expect.stringMatching(/CAP_NET_ADMIN.*user mode/),
      },
      other: { code: "invalid_input", hint: expect.stringContaining('"auto"') },
      lending: {
        code: "path_refused",
        message: expect.stringMatching(/^Disk root: .*bridged\.img cannot be given to uid 1/),
        hint: expect.stringContaining("chown 1 /"),
      },
      lent: [],
      doctor: { level: "ok", message: expect.stringContaining("64200") },
    });
  });
});
