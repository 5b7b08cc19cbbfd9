import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import * as z from "zod";
import { tiedToUs } from "./tied-to-us.ts";

/** One QMP command to ask. */
export interface ProbeQuestion {
  readonly execute: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

const answerSchema = z.union([
  z.object({ QMP: z.unknown() }),
  z.object({ return: z.unknown() }),
  z.object({ error: z.object({ class: z.string(), desc: z.string() }) }),
  z.object({ event: z.string() }),
]);

const deadlineMs = 20_000;

/** QEMU's answer to one question: what it returned, or its own words for why not. */
export type ProbeAnswer = { readonly returned: unknown } | { readonly refused: string };

/**
 * Like {@link interviewQemu}, for questions that every QEMU answers.
 *
 * @throws Error also with QEMU's own words for a question it refuses.
 */
export async function askQemu(
  binary: string,
  questions: readonly ProbeQuestion[],
  accelerator: "kvm" | "tcg" = "tcg",
): Promise<unknown[]> {
  const answers = await interviewQemu(binary, questions, accelerator);
  return answers.map((answer) => {
    if ("refused" in answer) throw new Error(answer.refused);
    return answer.returned;
  });
}

/**
 * Starts a QEMU without a machine, asks it questions over its standard input and output, and ends it. The answers come
 * in the order of the questions.
 *
 * @throws Error with what QEMU wrote to its standard error when it did not answer them all.
 */
export async function interviewQemu(
  binary: string,
  questions: readonly ProbeQuestion[],
  accelerator: "kvm" | "tcg" = "tcg",
): Promise<ProbeAnswer[]> {
  // It waits on its standard input for ever, also when nobody is left to write there (QEMU 7.2).
  const [program, args] = tiedToUs(binary, [
    ...["-machine", `none,accel=${accelerator}`, "-S", "-nodefaults", "-no-user-config"],
    ...["-display", "none", "-qmp", "stdio"],
  ]);
  const qemu = spawn(program, args, {
    stdio: ["pipe", "pipe", "pipe"],
    timeout: deadlineMs,
    killSignal: "SIGKILL",
  });
  const ended = new Promise<Error | undefined>((resolve) => {
    qemu.once("error", resolve);
    qemu.once("close", () => resolve(undefined));
  });
  // A QEMU that dies early breaks the pipe; what it said on standard error tells why.
  qemu.stdin.on("error", () => undefined);
  let stderr = "";
  qemu.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-4000);
  });
  const commands = [{ execute: "qmp_capabilities" }, ...questions];
  qemu.stdin.write(commands.map((command) => `${JSON.stringify(command)}\n`).join(""));
  const answers: ProbeAnswer[] = [];
  for await (const line of createInterface({ input: qemu.stdout })) {
    const answer = parseAnswer(line);
    if (answer === undefined) {
      qemu.kill("SIGKILL");
      throw new Error("it does not speak QMP");
    }
    if ("error" in answer) answers.push({ refused: answer.error.desc });
    if ("return" in answer) answers.push({ returned: answer.return });
    // Not before: a QEMU that quits drops what the pipe had no room for (QEMU 7.2), such as half of its schema when the
    // host is busy and reads late.
    if (answers.length === commands.length) qemu.stdin.end(`${JSON.stringify({ execute: "quit" })}\n`);
  }
  const failure = await ended;
  if (failure !== undefined) throw failure;
  if (answers.length < commands.length) throw new Error(stderr.trim() || "it ended without an answer");
  // The first answer is to the handshake.
  return answers.slice(1, commands.length);
}

function parseAnswer(line: string): z.output<typeof answerSchema> | undefined {
  try {
    return answerSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
