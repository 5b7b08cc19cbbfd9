import { randomUUID } from "node:crypto";
import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";
import { lendFiles } from "../../instance/lend-files.ts";
import { GantryError } from "../../model/error.ts";
import { Layout } from "../../state-dir/index.ts";
import { consoleText, TemporaryHost, until } from "../../testing/temporary-host.ts";

// The library in the hands of a user without rights, in a network that has a bridge br0. Says on its standard output
// how far it came.

async function says(host: TemporaryHost, word: string): Promise<void> {
  await until(async () => (await consoleText(host.hypervisor, "web-1")).replaceAll(".", "").includes(word));
}

async function refusal(act: () => Promise<unknown>): Promise<unknown> {
  try {
    await act();
    return undefined;
  } catch (thrown) {
    const { code, message, hint, details } = GantryError.from(thrown);
    return { code, message, hint, path: details["path"] };
  }
}

await using host = await TemporaryHost.open({ qemuUser: "auto" });
await host.createGuest("web-1", "interactive", {
  nics: [{ network: { user: { forward: [{ host: 20_022, guest: 22 }] } } }],
});
await host.hypervisor.start("web-1");
await says(host, "READY");
host.hypervisor.console("web-1").write(Buffer.from("hello"));
await says(host, "hello");
const first = (await host.hypervisor.get("web-1")).runtime;
await host.reopen();
const second = (await host.hypervisor.get("web-1")).runtime;
host.hypervisor.console("web-1").write(Buffer.from("again"));
await says(host, "again");
await host.hypervisor.suspend("web-1");
await host.hypervisor.start("web-1");
await host.hypervisor.stop("web-1", { force: false, timeoutSeconds: 30 });
await host.hypervisor.delete("web-1", { deleteDisks: true });

await host.createGuest("bridged", "interactive", { nics: [{ network: { bridge: "br0" } }] });
const bridged = await refusal(() => host.hypervisor.start("bridged"));
const other = await refusal(() => TemporaryHost.open({ qemuUser: "root" }));
// As on storage that does not let its user, even root, give files away.
const layout = new Layout(host.config);
const log = () => undefined;
await using undo = new AsyncDisposableStack();
const loan = { uuid: randomUUID(), account: { uid: 1, gid: 1 }, undo };
const file = join(host.dir, "disks", "bridged.img");
await chmod(file, 0o600);
const lending = await refusal(() => lendFiles({ layout, log }, loan, [{ path: file, disk: "root" }]));
await undo.disposeAsync();
const doctor = (await host.hypervisor.doctor()).find(({ code }) => code === "qemu_user");

process.stdout.write(
  JSON.stringify({
    uid: process.getuid?.(),
    adopted: first?.pid === second?.pid,
    left: await host.qemuPids(),
    states: host.hypervisor.list().map(({ name, state }) => [name, state]),
    bridged,
    other,
    lending,
    lent: await readdir(layout.lentDir),
    doctor,
  }),
);
