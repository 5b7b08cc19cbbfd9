/** A letter of Linux's Magic SysRq (Documentation/admin-guide/sysrq.rst) and what it does. */
export interface SysRq {
  readonly key: string;
  readonly does: string;
  /** What is lost by it; such a letter asks first. */
  readonly loses?: string;
}

const unwritten = "What is not written to the disks is lost, and services are not stopped first.";

/** The letters in the order in which one reaches for them. */
export const sysRqs: readonly SysRq[] = [
  { key: "h", does: "lists what it knows" },
  { key: "s", does: "writes unwritten data to the disks" },
  {
    key: "u",
    does: "makes all file systems read-only",
    loses: "Nothing can be written until it is started anew.",
  },
  { key: "b", does: "restarts at once", loses: unwritten },
  { key: "o", does: "powers off at once", loses: unwritten },
  { key: "c", does: "makes the kernel panic", loses: `It crashes, on purpose. ${unwritten}` },
  { key: "e", does: "asks all processes but init to end", loses: "Every service and every session ends." },
  { key: "i", does: "kills all processes but init", loses: "Every service and every session ends at once." },
  {
    key: "f",
    does: "kills the process that uses most memory",
    loses: "One process is killed; the kernel chooses.",
  },
  { key: "j", does: "thaws frozen file systems" },
  { key: "k", does: "kills everything on this terminal", loses: "Whoever is signed in here is thrown out." },
  { key: "l", does: "shows what all CPUs do" },
  { key: "m", does: "shows the memory" },
  { key: "n", does: "makes real-time tasks ordinary ones" },
  { key: "p", does: "shows the registers" },
  { key: "q", does: "shows armed timers" },
  { key: "r", does: "takes the keyboard back from the program that holds it" },
  { key: "t", does: "lists all tasks" },
  { key: "w", does: "lists tasks that are stuck" },
  { key: "9", does: "shows all kernel messages here" },
  { key: "0", does: "shows only emergencies here" },
];
