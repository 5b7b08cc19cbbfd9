import { type Message, msg } from "#lib/messages/translate.ts";

/** A letter of Linux's Magic SysRq (Documentation/admin-guide/sysrq.rst) and what it does. */
export interface SysRq {
  readonly key: string;
  readonly does: Message;
  /** What is lost by it; such a letter asks first. */
  readonly loses?: Message;
}

const unwritten = msg("What is not written to the disks is lost, and services are not stopped first.");

/** The letters in the order in which one reaches for them. */
export const sysRqs: readonly SysRq[] = [
  { key: "h", does: msg("lists what it knows") },
  { key: "s", does: msg("writes unwritten data to the disks") },
  {
    key: "u",
    does: msg("makes all file systems read-only"),
    loses: msg("Nothing can be written until it is started anew."),
  },
  { key: "b", does: msg("restarts at once"), loses: unwritten },
  { key: "o", does: msg("powers off at once"), loses: unwritten },
  {
    key: "c",
    does: msg("makes the kernel panic"),
    loses: msg(
      "It crashes, on purpose. What is not written to the disks is lost, and services are not stopped first.",
    ),
  },
  {
    key: "e",
    does: msg("asks all processes but init to end"),
    loses: msg("Every service and every session ends."),
  },
  {
    key: "i",
    does: msg("kills all processes but init"),
    loses: msg("Every service and every session ends at once."),
  },
  {
    key: "f",
    does: msg("kills the process that uses most memory"),
    loses: msg("One process is killed; the kernel chooses."),
  },
  { key: "j", does: msg("thaws frozen file systems") },
  {
    key: "k",
    does: msg("kills everything on this terminal"),
    loses: msg("Whoever is signed in here is thrown out."),
  },
  { key: "l", does: msg("shows what all CPUs do") },
  { key: "m", does: msg("shows the memory") },
  { key: "n", does: msg("makes real-time tasks ordinary ones") },
  { key: "p", does: msg("shows the registers") },
  { key: "q", does: msg("shows armed timers") },
  { key: "r", does: msg("takes the keyboard back from the program that holds it") },
  { key: "t", does: msg("lists all tasks") },
  { key: "w", does: msg("lists tasks that are stuck") },
  { key: "9", does: msg("shows all kernel messages here") },
  { key: "0", does: msg("shows only emergencies here") },
];
