import { type Message, msg } from "#lib/messages/translate.ts";
import { type Document, isMap, isSeq, YAMLMap } from "yaml";
import { parseBody, splitHeader } from "./check-user-data.ts";

/** What the form has fields for, as they show it. Lists are lines or words of one text. */
export interface CloudFields {
  readonly hostname: string;
  /** The first user that is described; empty when the image's own user is left to be made. */
  readonly user: string;
  /** Of that user. */
  readonly passwordHash: string;
  /** Public keys, one a line: of that user, else of the image's own. */
  readonly sshKeys: string;
  /** Names with spaces between. */
  readonly packages: string;
}

/** Why no fields can stand for a text. */
interface NoFields {
  readonly why: Message;
  /** The list that the reason names. */
  readonly list?: string;
}

const headLine = "#cloud-config\n";

/** What a new user may do: all that the user of a cloud image may. */
const newUser = { sudo: "ALL=(ALL) NOPASSWD:ALL", shell: "/bin/bash" } as const;

/**
 * What the fields show of user data.
 *
 * @returns why the fields cannot stand for it, when they cannot: then only the text itself is edited.
 */
export function readFields(text: string): CloudFields | NoFields {
  const document = open(text);
  if ("why" in document) return document;
  const users = document.get("users");
  const packages = document.get("packages");
  if (users !== undefined && !isSeq(users)) return { why: msg("users is no list") };
  if (packages !== undefined && !isListOfText(document, ["packages"]))
    return { why: msg("packages is no list of names") };
  const at = userPath(document);
  const keys = keysPath(document);
  if (document.hasIn(keys) && !isListOfText(document, keys))
    return { why: msg("{list} is no list of keys"), list: keys.join(".") };
  const word = (path: Path) => {
    const value = valueAt(document.toJS(), path);
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  return {
    hostname: word(["hostname"]),
    user: at === undefined ? "" : word([...at, "name"]),
    passwordHash: at === undefined ? "" : word([...at, "passwd"]),
    sshKeys: textsAt(document, keys).join("\n"),
    packages: textsAt(document, ["packages"]).join(" "),
  };
}

/** The user data with one field changed; all else in it stays, comments too. Text that has no fields stays as it is. */
export function writeField<Field extends keyof CloudFields>(
  text: string,
  field: Field,
  value: CloudFields[Field],
): string {
  const document = open(text);
  if ("why" in document || "why" in readFields(text)) return text;
  change[field](document, value);
  const head = splitHeader(text)?.head ?? headLine;
  // A map without keys is written as {}: nothing says the same.
  const body = document.toString({ lineWidth: 0 }).replace(/(^|\n)\{\}\n$/, "$1");
  return `${head.endsWith("\n") ? head : `${head}\n`}${body}`;
}

type Path = readonly (string | number)[];

const change: Readonly<Record<keyof CloudFields, (document: Document, value: string) => void>> = {
  hostname: (document, value) => put(document, ["hostname"], value.trim()),
  user: setUser,
  passwordHash: (document, value) => {
    const at = userPath(document);
    if (at === undefined) return;
    const hash = value.trim();
    put(document, [...at, "passwd"], hash);
    // cloud-init locks every password unless told not to.
    put(document, [...at, "lock_passwd"], hash === "" ? undefined : false);
  },
  sshKeys: (document, value) => {
    const keys = value.split("\n").map((line) => line.trim());
    putList(
      document,
      keysPath(document),
      keys.filter((line) => line !== ""),
    );
  },
  packages: (document, value) =>
    putList(
      document,
      ["packages"],
      value.split(/[\s,]+/).filter((name) => name !== ""),
    ),
};

/** Keys go with whom they are for: a user that is named, or the image's own. */
function setUser(document: Document, value: string): void {
  const name = value.trim();
  const at = userPath(document);
  const keys = textsAt(document, keysPath(document));
  if (at !== undefined && name !== "") return document.setIn([...at, "name"], name);
  if (at === undefined && name !== "") {
    const user = { name, ...newUser, ...(keys.length === 0 ? {} : { ssh_authorized_keys: keys }) };
    document.delete("ssh_authorized_keys");
    const users = document.get("users");
    if (isSeq(users)) users.add(document.createNode(user));
    else document.set("users", document.createNode([user]));
  } else if (at !== undefined) {
    document.deleteIn(at);
    const users = document.get("users");
    if (isSeq(users) && users.items.length === 0) document.delete("users");
    putList(document, ["ssh_authorized_keys"], keys);
  }
}

function open(text: string): Document | NoFields {
  const parts = splitHeader(text);
  if (parts === undefined && text.trim() !== "") return { why: msg("the text is no #cloud-config") };
  const document: Document = parseBody(parts?.body ?? "");
  if (document.errors.length > 0) return { why: msg("the text is no YAML yet") };
  // What is set in an empty document would become an ordered map of YAML 1.1, which is a list.
  document.contents ??= new YAMLMap(document.schema);
  if (!isMap(document.contents)) return { why: msg("the text has no keys with values") };
  return document;
}

/** Where the first described user stands. */
function userPath(document: Document): Path | undefined {
  const users = document.get("users");
  if (!isSeq(users)) return undefined;
  const index = users.items.findIndex((user) => isMap(user));
  return index < 0 ? undefined : ["users", index];
}

function keysPath(document: Document): Path {
  return [...(userPath(document) ?? []), "ssh_authorized_keys"];
}

function isListOfText(document: Document, path: Path): boolean {
  const list: unknown = valueAt(document.toJS(), path) ?? [];
  return Array.isArray(list) && list.every((item) => typeof item === "string");
}

function textsAt(document: Document, path: Path): string[] {
  const list = valueAt(document.toJS(), path);
  return Array.isArray(list) ? list.map(String) : [];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined),
    value,
  );
}

function put(document: Document, path: Path, value: string | boolean | undefined): void {
  if (value === "" || value === undefined) document.deleteIn(path);
  else document.setIn(path, value);
}

function putList(document: Document, path: Path, items: readonly string[]): void {
  if (items.length > 0) document.setIn(path, document.createNode(items));
  else document.deleteIn(path);
}
