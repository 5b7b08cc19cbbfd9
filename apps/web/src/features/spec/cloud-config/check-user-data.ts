import { type Message, msg, type Translate } from "#lib/messages/translate.ts";
import { type Document, isNode, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type * as z from "zod";
import { nearest } from "./nearest-word.ts";
import { cloudConfigSchemaOf, networkConfigSchemaOf, userSchemaOf } from "./cloud-config-schema.ts";
import { otherKeys } from "./unchecked-keys.ts";

/** One thing to say of a line of user data; lines count from 1. */
export interface Remark {
  readonly line: number;
  /** Dotted path of the value in a cloud-config, such as `users.0.name`; empty when it is about the text. */
  readonly path: string;
  readonly message: string;
}

/** What there is to say of user data. With `faults`, cloud-init would not do what is written; with `warnings`, perhaps. */
export interface Remarks {
  readonly faults: readonly Remark[];
  readonly warnings: readonly Remark[];
  /** What the text is, when it is no cloud-config and nothing more can be said of it. */
  readonly kind?: Message;
}

const header = "#cloud-config";

/** How other kinds of user data begin. */
const kinds: readonly (readonly [start: RegExp, kind: Message])[] = [
  [/^#!/, msg("a script")],
  [/^#include/, msg("a list of addresses")],
  [/^## template:/, msg("a template")],
  [/^#cloud-boothook/, msg("a boot hook")],
  [/^#cloud-config-(archive|jsonp)/, msg("an archive or a patch of cloud-configs")],
  [/^#part-handler/, msg("a part handler")],
  [/^(Content-Type|MIME-Version):/i, msg("a message of several parts")],
];

/** A cloud-config, in two pieces: the line that says so, and its YAML. */
export function splitHeader(text: string): { readonly head: string; readonly body: string } | undefined {
  const [first = ""] = text.split("\n", 1);
  const isIt = first.trimEnd() === header || first.startsWith(`${header} `);
  return isIt ? { head: text.slice(0, first.length + 1), body: text.slice(first.length + 1) } : undefined;
}

/** As cloud-init reads it: by PyYAML, which speaks YAML 1.1. */
export function parseBody(body: string, lines?: LineCounter): Document.Parsed {
  return parseDocument(body, { version: "1.1", prettyErrors: false, ...(lines && { lineCounter: lines }) });
}

/**
 * Looks at user data before a guest does. A cloud-config has to be YAML, and what is known of its keys has to hold; a key that is
 * not known is warned of. Every other kind of user data is left to cloud-init.
 */
export function checkUserData(text: string, t: Translate): Remarks {
  const kind = kinds.find(([start]) => start.test(text))?.[1];
  if (kind !== undefined) return { faults: [], warnings: [], kind };
  const parts = splitHeader(text);
  if (parts !== undefined) return checkCloudConfig(parts.body, t);
  const message = t(
    "cloud-init passes over a text like this; begin it with {header}, or with #! if it is a script",
    { header },
  );
  return { faults: [], warnings: text.trim() === "" ? [] : [{ line: 1, path: "", message }] };
}

/** Looks at a network configuration: it has to be YAML with keys, of version 1 or 2. */
export function checkNetworkConfig(text: string, t: Translate): readonly Remark[] {
  if (text.trim() === "") return [];
  const lines = new LineCounter();
  const document = parseBody(text, lines);
  const broken = brokenLines(document, (offset) => lines.linePos(offset).line, t);
  if (broken.length > 0) return broken;
  const value: unknown = document.toJS();
  const parsed = networkConfigSchemaOf(t).safeParse(value);
  if (parsed.success) return [];
  return parsed.error.issues.slice(0, 1).map(({ message }) => ({ line: 1, path: "", message }));
}

function brokenLines(
  { errors }: Document.Parsed,
  lineAt: (offset: number) => number,
  t: Translate,
): Remark[] {
  return errors.map(({ pos, message }) => ({
    line: lineAt(pos[0]),
    path: "",
    message: t("this is no YAML: {message}", { message }),
  }));
}

function checkCloudConfig(body: string, t: Translate): Remarks {
  const lines = new LineCounter();
  const document = parseBody(body, lines);
  // The header is line 1.
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line) + 1;
  const broken = brokenLines(document, lineAt, t);
  if (broken.length > 0) return { faults: broken, warnings: [] };
  const value: unknown = document.toJS();
  if (value === null) return { faults: [], warnings: [] };
  const noKeys = {
    line: 2,
    path: "",
    message: t("a cloud-config has keys with values, such as hostname: web-1"),
  };
  if (!isMap(document.contents)) return { faults: [noKeys], warnings: [] };
  const place = (path: readonly string[]) => lineAt(offsetOf(document, path));
  const parsed = cloudConfigSchemaOf(t).safeParse(value);
  const faults = parsed.success
    ? []
    : parsed.error.issues
        .flatMap((issue) => innermost(issue, []))
        .map(({ path, message }) => ({ line: place(path), path: path.join("."), message }))
        .toSorted((a, b) => a.line - b.line);
  return { faults, warnings: [...unknownKeys(document, place, t), ...openSecrets(document, place, t)] };
}

interface Found {
  readonly path: readonly string[];
  readonly message: string;
}

/** Of a choice that did not fit, what is wrong inside the alternative that was meant; where none was, what the choice is. */
function innermost(issue: z.core.$ZodIssue, above: readonly string[]): Found[] {
  const path = [...above, ...issue.path.map(String)];
  const meant =
    issue.code === "invalid_union" ? issue.errors.find((issues) => issues.every(isInside)) : undefined;
  if (meant === undefined || meant.length === 0) return [{ path, message: issue.message }];
  return meant.flatMap((inner) => innermost(inner, path));
}

function isInside({ path }: z.core.$ZodIssue): boolean {
  return path.length > 0;
}

type Place = (path: readonly string[]) => number;

function unknownKeys(document: Document.Parsed, place: Place, t: Translate): Remark[] {
  const known = [...Object.keys(cloudConfigSchemaOf(t).shape), ...otherKeys];
  const remarks = (keys: readonly string[], among: readonly string[], path: readonly string[]) =>
    keys
      .filter((key) => !among.includes(key))
      .map((key) => ({
        line: place([...path, key]),
        path: [...path, key].join("."),
        message: strange(nearest(key, among), t),
      }));
  const users = document.get("users");
  const ofUsers = isSeq(users)
    ? users.items.flatMap((user, index) =>
        remarks(keysOf(user), Object.keys(userSchemaOf(t).shape), ["users", String(index)]),
      )
    : [];
  return [...remarks(keysOf(document.contents), known, []), ...ofUsers];
}

function strange(meant: string | undefined, t: Translate): string {
  if (meant === undefined) return t("not known here, and not checked");
  return t("not known here, and not checked; is {meant} meant?", { meant });
}

function openSecrets(document: Document.Parsed, place: Place, t: Translate): Remark[] {
  const users = document.get("users");
  const paths = [
    ["password"],
    ["chpasswd", "list"],
    ...(isSeq(users) ? users.items.map((_, index) => ["users", String(index), "plain_text_passwd"]) : []),
  ];
  return paths
    .filter((path) => document.hasIn(path))
    .map((path) => ({
      line: place(path),
      path: path.join("."),
      message: t(
        "a password that whoever may see the instance can read; give a hash as passwd of a user instead",
      ),
    }));
}

function keysOf(node: unknown): string[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));
}

/** Where the value at a path stands, or the nearest thing around it that is there. */
function offsetOf(document: Document.Parsed, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    const below = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === part)
      : undefined;
    // Of a value of a map its key's line is what people look for.
    if (below !== undefined) offset = startOf(below.key) ?? offset;
    node = below?.value ?? (isSeq(node) ? node.items[Number(part)] : undefined);
    if (below === undefined) offset = startOf(node) ?? offset;
    if (node === undefined) break;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}

/** A remark as one line of text. */
export function remarkText({ line, path, message }: Remark, t: Translate): string {
  if (path === "") return t("line {line}: {message}", { line, message });
  return t("line {line}, {path}: {message}", { line, path, message });
}
