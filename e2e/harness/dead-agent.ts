import type { AgentApi } from "./agent-api.ts";
import type { SharedDemo } from "./shared-demo.ts";

/** A host whose agent was killed and is not started again until this is disposed. */
export interface DeadAgent extends AsyncDisposable {
  /** Lets the demo start the agent again, and returns once it answers. */
  revive(): Promise<void>;
}

/** Kills a host's agent as `kill -9` does. The demo, which would start it again at once, is held meanwhile. */
export async function killAgent(demo: SharedDemo, api: AgentApi, host: string): Promise<DeadAgent> {
  const place = demo.ready.hosts.find(({ name }) => name === host);
  if (place === undefined) throw new Error(`The demo has no host ${host}.`);
  const { agent } = await api.query<{ agent: { pid: number } }>("host.info", { host });
  let isHeld = true;
  process.kill(demo.supervisor, "SIGSTOP");
  process.kill(agent.pid, "SIGKILL");
  const revive = async () => {
    if (!isHeld) return;
    isHeld = false;
    process.kill(demo.supervisor, "SIGCONT");
    await untilItAnswers(place.api);
  };
  return { revive, [Symbol.asyncDispose]: revive };
}

async function untilItAnswers(api: string): Promise<void> {
  const patience = AbortSignal.timeout(60_000);
  for (;;) {
    const answer = await fetch(`${api}/healthz`, { signal: patience }).catch(() => undefined);
    if (answer?.ok) return;
    patience.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
