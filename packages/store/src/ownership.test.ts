import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Store } from "./open-store.ts";
import { describeOwnershipStore } from "./ownership-conformance.ts";

describeOwnershipStore("SQLite", async () => {
  const directory = await mkdtempDisposable(join(tmpdir(), "gantry-store-"));
  const path = join(directory.path, "agent.db");
  const beside = new DisposableStack();
  let opened: Store = openStore(path);
  return {
    store: opened.ownership,
    async reopen() {
      opened[Symbol.dispose]();
      opened = openStore(path);
      return opened.ownership;
    },
    beside: async () => beside.use(openStore(path)).ownership,
    async [Symbol.asyncDispose]() {
      beside[Symbol.dispose]();
      opened[Symbol.dispose]();
      await directory.remove();
    },
  };
});
