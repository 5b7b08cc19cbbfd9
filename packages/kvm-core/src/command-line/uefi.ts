import { GantryError } from "../model/index.ts";
import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, jsonOption } from "./command-option.ts";
import { fileNode } from "./file-node.ts";

const codeNode = "uefi-code";
const varsNode = "uefi-vars";

/** Block nodes of the two flash chips: the code, which nobody may change, and the variables of this instance. */
export function uefiBlockOptions(input: CommandLineInput): CommandOption[] {
  if (!bootsByUefi(input)) return [];
  const { uefi } = input.paths;
  if (uefi === undefined) {
    throw new GantryError("internal", {
      message: `${input.spec.name} boots by UEFI, but no firmware files were handed to its command line.`,
      hint: "This is a fault in Gantry; report it with the instance's spec.",
    });
  }
  return [...flashChip(codeNode, uefi.code, true), ...flashChip(varsNode, uefi.vars, false)];
}

/** Machine properties that plug the two chips in. */
export function uefiFlash(input: CommandLineInput): Record<string, string> {
  return bootsByUefi(input) ? { pflash0: codeNode, pflash1: varsNode } : {};
}

function bootsByUefi({ spec }: CommandLineInput): boolean {
  return "firmware" in spec.boot && spec.boot.firmware === "uefi";
}

function flashChip(node: string, filename: string, readOnly: boolean): CommandOption[] {
  const file = `${node}-file`;
  return [
    jsonOption("-blockdev", fileNode("file", file, filename, readOnly)),
    jsonOption("-blockdev", {
      driver: "raw",
      "node-name": node,
      "read-only": readOnly,
      "auto-read-only": false,
      file,
    }),
  ];
}
