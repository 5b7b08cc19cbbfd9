import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import {
  type Argument,
  type CallExpression,
  type Expression,
  type JSXAttributeValue,
  type JSXExpression,
  parseSync,
  Visitor,
} from "oxc-parser";

/** A message as the source has it. */
export interface SourceMessage {
  /** What the catalogues know it by: its English text, or both forms of a count, `{n} host | {n} hosts`. */
  readonly key: string;
  readonly isCount: boolean;
}

/** What the source says, and what it says where no catalogue reaches, each with file and line. */
export interface SourceMessages {
  readonly messages: readonly SourceMessage[];
  readonly faults: readonly string[];
}

interface Words {
  readonly words: string;
  readonly start: number;
}

/** Attributes and properties of components that people read. */
const readAttributes =
  /^(aria-(label|description)|alt|data-tip|title|label|placeholder|hint|note|heading|what|word|progress|consequence|blocked)$/;

/** Names and values that are the same in every language. */
const names =
  /\b(Gantry|POST|SysRq|qcow2|raw|virtio|e1000|SCSI|SATA|CD-ROM|br0)\b|--[a-z]+|\/(trpc|srv)\/[^ ]*/g;

function hasWord(text: string): boolean {
  return /\p{L}{2,}/u.test(text.replaceAll(names, ""));
}

/** All messages under `directory`. */
export async function sourceMessages(directory: string): Promise<SourceMessages> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(
      (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$|\.d\.ts$/.test(entry.name),
    )
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .toSorted();
  const files = await Promise.all(
    paths.map(async (path) => messagesOf(path, await readFile(join(directory, path), "utf8"))),
  );
  return {
    messages: files.flatMap(({ messages }) => messages),
    faults: files.flatMap(({ faults }) => faults),
  };
}

/** The messages of one file. */
export function messagesOf(path: string, text: string): SourceMessages {
  const messages: SourceMessage[] = [];
  const faults: string[] = [];
  const fault = (start: number, what: string) =>
    faults.push(`${path}:${text.slice(0, start).split("\n").length}: ${what}`);
  new Visitor({
    CallExpression(call) {
      const form = formOf(call);
      if (form === undefined) return;
      const [first, second] = form === "many" ? call.arguments.slice(1) : call.arguments;
      const texts = (form === "many" ? [first, second] : [first]).map(writtenText);
      if (texts.some((one) => one === undefined)) fault(call.start, "a message is not written out");
      else messages.push({ key: texts.join(" | "), isCount: form === "many" });
    },
    JSXText({ value, start }) {
      if (hasWord(value)) fault(start, `words outside of a message: ${value.trim()}`);
    },
    JSXAttribute({ name, value }) {
      if (name.type !== "JSXIdentifier" || !readAttributes.test(name.name)) return;
      for (const { words, start } of wordsIn(value)) fault(start, `words outside of a message: ${words}`);
    },
    JSXElement({ children }) {
      for (const child of children) {
        if (child.type !== "JSXExpressionContainer") continue;
        for (const { words, start } of wordsIn(child)) fault(start, `words outside of a message: ${words}`);
      }
    },
  }).visit(parseSync(path, text).program);
  return { messages, faults };
}

/** Which way of saying a message a call is: `t(…)`, `msg(…)`, `t.rich(…)` or `t.many(…)`. */
function formOf({ callee }: CallExpression): "one" | "many" | undefined {
  if (callee.type === "Identifier") return callee.name === "t" || callee.name === "msg" ? "one" : undefined;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return undefined;
  if (callee.object.name !== "t" || callee.property.type !== "Identifier") return undefined;
  if (callee.property.name === "many") return "many";
  return callee.property.name === "rich" ? "one" : undefined;
}

function writtenText(argument: Argument | undefined): string | undefined {
  return argument?.type === "Literal" && typeof argument.value === "string" ? argument.value : undefined;
}

/** Text that an expression may come to, and that is read as it is. */
function wordsIn(value: Expression | JSXAttributeValue | JSXExpression | null): readonly Words[] {
  switch (value?.type) {
    case "JSXExpressionContainer":
      return wordsIn(value.expression);
    case "ConditionalExpression":
      return [value.consequent, value.alternate].flatMap(wordsIn);
    case "LogicalExpression":
      return [value.left, value.right].flatMap(wordsIn);
    case "Literal":
      return typeof value.value === "string" && hasWord(value.value)
        ? [{ words: value.value, start: value.start }]
        : [];
    case "TemplateLiteral": {
      const words = value.quasis.map(({ value: { raw } }) => raw).join("…");
      return hasWord(words) ? [{ words, start: value.start }] : [];
    }
    default:
      return [];
  }
}
