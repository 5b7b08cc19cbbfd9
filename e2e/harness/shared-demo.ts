import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AgentApi } from "./agent-api.ts";
import { ConsoleClient } from "./console-client.ts";
import { type DemoPlace, newDemoPlace, startDemo } from "./demo.ts";
import type { Ready } from "./ready-line.ts";
import { networkInterfaces, whatIsLeft } from "./what-is-left.ts";

/** The demo that all tests share, as a test sees it. */
export interface SharedDemo {
  readonly place: DemoPlace;
  readonly ready: Ready;
  /** The process that watches over the agents. */
  readonly supervisor: number;
}

const variable = "GANTRY_E2E_DEMO";

/** Starts the shared demo before the first test. What is returned ends it after the last, and looks for anything left. */
// oxlint-disable-next-line import/no-default-export -- Playwright calls it
export default async function startSharedDemo(): Promise<() => Promise<void>> {
  const interfacesBefore = await networkInterfaces();
  const place = await newDemoPlace();
  const demo = await startDemo({ by: "gantry demo", place });
  const shared: SharedDemo = { place, ready: demo.ready, supervisor: demo.pid };
  process.env[variable] = JSON.stringify(shared);
  await untilDemoGuestListens(shared);
  return async () => {
    await using _directories = place;
    // A test that was cut short may have left the supervisor held.
    process.kill(demo.pid, "SIGCONT");
    const status = await demo.interrupt();
    const interfaces = (await networkInterfaces()).filter((name) => !interfacesBefore.includes(name));
    const left = [...(await whatIsLeft(place)), ...interfaces.map((name) => `network interface ${name}`)];
    if (left.length > 0) throw new Error(`The demo left behind:\n${left.join("\n")}`);
    if (status !== 0) throw new Error(`The demo ended with status ${status} on Ctrl-C.`);
  };
}

/** The shared demo, from inside a test. */
export function sharedDemo(): SharedDemo {
  const text = process.env[variable];
  if (text === undefined) throw new Error("The shared demo was not started: globalSetup did not run.");
  return JSON.parse(text) as SharedDemo;
}

/** "Ready" means that the guest runs; what is typed before its shell listens is lost, as on any machine. */
async function untilDemoGuestListens(shared: SharedDemo): Promise<void> {
  await using console = await ConsoleClient.open(await apiOf(shared, "host-a"), "demo", 0);
  await console.until(/demo:.*# /);
}

/** A directory that both hosts see and may boot from. */
export function sharedDirectory({ place }: SharedDemo): string {
  return join(place.state, "shared");
}

/** The API of a host's agent, as administrator. */
export async function apiOf(demo: SharedDemo, host: string): Promise<AgentApi> {
  const found = demo.ready.hosts.find(({ name }) => name === host);
  if (found === undefined) throw new Error(`The demo has no host ${host}.`);
  return new AgentApi(found.api, (await readFile(found.tokenFile, "utf8")).trim());
}
