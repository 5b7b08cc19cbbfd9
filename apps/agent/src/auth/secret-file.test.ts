import { mkdtempDisposable, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "@gantry/store";
import { describe, expect, it } from "vitest";
import { ensureAdminToken } from "./admin-token.ts";
import { hashOf } from "./secret.ts";
import { readOrMakeSecret } from "./secret-file.ts";

describe("A secret file", () => {
  it("is made once, is only read from then on, and is only for its owner to read", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-secret-"));
    const path = join(directory.path, "secret");
    const secret = await readOrMakeSecret(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory.path)).toEqual(["secret"]);
    const { mtimeMs } = await stat(directory.path);
    expect(await readOrMakeSecret(path)).toBe(secret);
    expect((await stat(directory.path)).mtimeMs).toBe(mtimeMs);
  });

  it("never overwrites what a link planted at its place points to", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-secret-"));
    const target = join(directory.path, "target");
    await writeFile(target, "untouched");
    await symlink(target, join(directory.path, "secret"));
    const made = readOrMakeSecret(join(directory.path, "secret"));
    await expect(made).rejects.toMatchObject({ code: "state_damaged" });
    expect(await readFile(target, "utf8")).toBe("untouched");
  });

  it("of the administrator decides which token is admin", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-secret-"));
    using store = openStore(":memory:");
    const path = await ensureAdminToken(directory.path, store.tokens);
    const first = (await readFile(path, "utf8")).trim();
    await ensureAdminToken(directory.path, store.tokens);
    expect(store.tokens.find(hashOf(first), Date.now())).toMatchObject({ name: "admin", role: "admin" });
    await writeFile(path, "another-secret-that-somebody-wrote\n");
    await ensureAdminToken(directory.path, store.tokens);
    expect(store.tokens.find(hashOf(first), Date.now())).toBeUndefined();
    expect(store.tokens.find(hashOf("another-secret-that-somebody-wrote"), Date.now())?.role).toBe("admin");
  });
});
