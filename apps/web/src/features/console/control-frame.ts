import type { DownControl } from "@gantry/kvm-core/model";

type Test = (value: unknown) => boolean;
type Kind = DownControl["type"];

const isText: Test = (value) => typeof value === "string";
const isNumber: Test = (value) => typeof value === "number" && Number.isFinite(value);
const isFlag: Test = (value) => typeof value === "boolean";
const isSize: Test = (value) => isRecord(value) && isNumber(value["cols"]) && isNumber(value["rows"]);
const isViewer: Test = (value) => isRecord(value) && isText(value["name"]) && isFlag(value["writer"]);
const areViewers: Test = (value) => Array.isArray(value) && value.every(isViewer);
const areTexts: Test = (value) => Array.isArray(value) && value.every(isText);
const orAbsent =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);

/**
 * The fields each control frame must have. The model's schema says the same and more, and a test holds the two together;
 * the schema library weighs a third of the terminal, so the console's page does without it.
 */
const shapes: Readonly<Record<Kind, Readonly<Record<string, Test>>>> = {
  hello: {
    seq: isNumber,
    now: orAbsent(isNumber),
    boot: isNumber,
    mode: (value) => value === "read" || value === "write",
    viewers: areViewers,
    size: isSize,
    state: isText,
    host: isText,
  },
  gap: { from: isNumber, to: isNumber },
  screen: { seq: isNumber, cols: isNumber, rows: isNumber, data: isText },
  seat: {
    holder: (value) => value === null || isText(value),
    mine: isFlag,
    viewers: areViewers,
    idleSeconds: orAbsent(isNumber),
    asking: orAbsent(areTexts),
  },
  state: { state: isText },
  moved: { from: isText, host: isText, pauseMs: orAbsent(isNumber) },
  boot: { n: isNumber, seq: isNumber },
  size: { cols: isNumber, rows: isNumber, by: isText },
};

/** A text frame of the agent; undefined for what is not in the protocol (a newer agent may say more). */
export function parseControl(text: string): DownControl | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isControl(json) ? json : undefined;
}

function isControl(value: unknown): value is DownControl {
  if (!isRecord(value) || typeof value["type"] !== "string" || !Object.hasOwn(shapes, value["type"]))
    return false;
  const shape = Object.entries(shapes).find(([kind]) => kind === value["type"])?.[1] ?? {};
  return Object.entries(shape).every(([field, test]) => test(value[field]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
