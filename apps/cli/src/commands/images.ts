import { basename, resolve } from "node:path";
import {
  downloadImageInput,
  type Image,
  importImageInput,
  parseOrThrow,
  uploadImageInput,
} from "@gantry/kvm-core/model";
import type { Command } from "commander";
import { FileToSend } from "../agent-client/send-file.ts";
import type { Surroundings } from "../surroundings.ts";
import { bytes } from "../terminal/figures-table.ts";
import { table } from "../terminal/table.ts";
import { Session } from "./session.ts";

interface NewImageFlags {
  readonly name?: string;
  readonly host?: string;
  readonly pool?: string;
  readonly format?: string;
  readonly os?: string;
  readonly sha256?: string;
  readonly sha512?: string;
  readonly checksums?: string;
}

interface HostFlag {
  readonly host?: string;
}

/** `image list`, `show`, `pools`, `add`, `upload`, `import`, `delete`: what disks are made from. */
export function addImageCommands(root: Command, surroundings: Surroundings): void {
  const image = root.command("image").description("the images that disks are made from, and their pools");
  addLooks(image, surroundings);
  addDownload(image, surroundings);
  addUpload(image, surroundings);
  addImport(image, surroundings);

  image
    .command("delete <name>")
    .description("remove an image that no instance needs")
    .option("--host <name>", "of this host instead of the agent's own")
    .action(async (name: string, { host }: HostFlag, command: Command) => {
      const session = await Session.open(command, surroundings);
      await session.client.images.delete.mutate({ name, host });
      session.print({ deleted: name }, `${name} is deleted\n`);
    });
}

function addLooks(image: Command, surroundings: Surroundings): void {
  image
    .command("list")
    .description("the images of every host")
    .option("--host <name>", "of this host only")
    .action(async ({ host }: HostFlag, command: Command) => {
      const session = await Session.open(command, surroundings);
      const answer = await session.client.images.list.query({ host });
      session.print(
        answer,
        table(["NAME", "HOST", "FORMAT", "DISK", "ON FILE", "USED BY"], answer.images.map(rowOf)),
      );
    });

  image
    .command("show <name>")
    .description("what is known of one, as JSON")
    .option("--host <name>", "of this host instead of the agent's own")
    .action(async (name: string, { host }: HostFlag, command: Command) => {
      const session = await Session.open(command, surroundings);
      const answer = await session.client.images.get.query({ name, host });
      session.print(answer, `${JSON.stringify(answer.image, null, 2)}\n`);
    });

  image
    .command("pools")
    .description("where images and disks are made, and the room that is left")
    .option("--host <name>", "of this host only")
    .action(async ({ host }: HostFlag, command: Command) => {
      const session = await Session.open(command, surroundings);
      const answer = await session.client.images.pools.query({ host });
      const rows = answer.pools.map((pool) => [
        pool.name,
        pool.host,
        pool.path,
        pool.freeBytes === undefined ? "-" : bytes(pool.freeBytes),
      ]);
      session.print(answer, table(["NAME", "HOST", "PATH", "FREE"], rows));
    });
}

function addDownload(image: Command, surroundings: Surroundings): void {
  newImage(image.command("add <url>"))
    .description("download an image; goes on where an earlier attempt stopped")
    .option("--sha512 <digest>", "what its bytes must have")
    .option("--checksums <url>", "a SHA256SUMS or SHA512SUMS file that names it")
    .action(async (url: string, flags: NewImageFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      const { sha512, checksums } = flags;
      const wanted = {
        ...about(flags, URL.parse(url)?.pathname ?? ""),
        url,
        sha512,
        checksumsUrl: checksums,
      };
      const input = parseOrThrow(downloadImageInput, wanted, { what: "The image" });
      const { operation } = await session.client.images.download.mutate(input);
      await session.finish(operation, () => `image ${input.name} is on ${operation.host}`);
    });
}

function addUpload(image: Command, surroundings: Surroundings): void {
  newImage(image.command("upload <file>"))
    .description("send an image from this machine; goes on where an earlier attempt stopped")
    .action(async (file: string, flags: NewImageFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      await using source = await FileToSend.open(file);
      const wanted = { ...about(flags, file), file: basename(file), bytes: source.bytes };
      const input = parseOrThrow(uploadImageInput, wanted, { what: "The image" });
      const { upload } = await session.client.images.upload.mutate(input);
      await source.send(upload, session.address);
      const { operation } = await session.client.images.finishUpload.mutate({
        id: upload.id,
        host: flags.host,
      });
      await session.finish(operation, () => `image ${input.name} is on ${operation.host}`);
    });
}

function addImport(image: Command, surroundings: Surroundings): void {
  newImage(image.command("import <file>"))
    .description("take a copy of a file on the host itself")
    .action(async (file: string, flags: NewImageFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      const wanted = { ...about(flags, file), path: resolve(file) };
      const input = parseOrThrow(importImageInput, wanted, { what: "The image" });
      const { operation } = await session.client.images.import.mutate(input);
      await session.finish(operation, () => `image ${input.name} is on ${operation.host}`);
    });
}

function newImage(command: Command): Command {
  return command
    .option("--name <name>", "what it is called; its file's name without the ending if not said")
    .option("--host <name>", "for this host instead of the agent's own")
    .option("--pool <name>", "into this pool; the host's first if not said")
    .option("--format <format>", "raw, qcow2, vmdk, vdi or vhdx; told by its signature if not said")
    .option("--os <text>", "what it holds, for people")
    .option("--sha256 <digest>", "what its bytes must have");
}

function about({ name, host, pool, format, os, sha256 }: NewImageFlags, path: string): object {
  return { name: name ?? nameFrom(path), host, pool, format, os, sha256 };
}

/** `debian-12-generic.qcow2` → `debian-12-generic`. */
function nameFrom(path: string): string {
  return basename(path)
    .replace(/\.(qcow2|img|raw|iso|vmdk|vdi|vhdx)$/i, "")
    .toLowerCase()
    .replace(/_/g, "-");
}

function rowOf({ name, host, format, virtualBytes, diskBytes, usedBy }: Image): string[] {
  return [name, host, format, bytes(virtualBytes), bytes(diskBytes), usedBy.join(", ") || "-"];
}
