export { buildCommandLine } from "./build-command-line.ts";
