/** Something of the terminal that must not stay as it is when this process ends or is suspended. */
export interface Lent {
  /** Called once before each `takeAgain` and at the end. Must not wait: the process may be on its last lines. */
  readonly giveBack: () => void;
  /** The process goes on after it was suspended. */
  readonly takeAgain: () => void;
}

/** Signals that end a process which does not hear them. Those that ask it to end are heard by `main.ts`. */
const deadlySignals = ["SIGQUIT", "SIGALRM", "SIGUSR2", "SIGXCPU"] as const;

/**
 * Gives back what was lent whatever ends this process: its own end, an error nobody caught, a signal. Only SIGKILL, and an
 * abort of Node itself such as for want of memory, leave it no time. Disposing gives it back too.
 */
export function lendTerminal({ giveBack, takeAgain }: Lent): Disposable {
  let isLent = true;
  const restore = () => {
    if (isLent) giveBack();
    isLent = false;
  };
  const suspend = () => {
    restore();
    process.kill(process.pid, "SIGSTOP");
  };
  // Also after a SIGSTOP, which nobody hears: the shell had the terminal in between.
  const goOn = () => {
    restore();
    isLent = true;
    takeAgain();
  };
  const die = (signal: NodeJS.Signals) => {
    restore();
    for (const one of deadlySignals) process.off(one, die);
    process.kill(process.pid, signal);
  };
  process.on("exit", restore).on("SIGTSTP", suspend).on("SIGCONT", goOn);
  for (const signal of deadlySignals) process.on(signal, die);
  return {
    [Symbol.dispose]: () => {
      process.off("exit", restore).off("SIGTSTP", suspend).off("SIGCONT", goOn);
      for (const signal of deadlySignals) process.off(signal, die);
      restore();
    },
  };
}
