export { buildCommandLine, commandLineOptions } from "./build-command-line.ts";
export type { CommandLineInput, CommandLinePaths, PinnedMachine } from "./command-line-input.ts";
export type { CommandOption } from "./command-option.ts";
