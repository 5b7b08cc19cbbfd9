import { test as base, expect } from "@playwright/test";
import type { AgentApi } from "./harness/agent-api.ts";
import { keepLogs } from "./harness/evidence.ts";
import { Instances } from "./harness/instances.ts";
import { Complaints } from "./harness/quiet-page.ts";
import { apiOf, type SharedDemo, sharedDemo, sharedDirectory } from "./harness/shared-demo.ts";

interface WorkerTools {
  /** The demo that all tests share. */
  readonly demo: SharedDemo;
  /** The API of host-a's agent, as administrator. */
  readonly api: AgentApi;
  /** The API of host-b's agent. */
  readonly peer: AgentApi;
}

interface TestTools {
  /** Whether the browser has a session of an administrator before its first page. */
  readonly signedIn: boolean;
  /** Makes instances that go with the test. */
  readonly instances: Instances;
  /** What the browser may not complain about; a test fails on anything it did not expect. */
  readonly complaints: Complaints;
  /** The ends of all logs are kept beside a test that failed. */
  readonly evidence: void;
}

/** A test of the shared demo. Its page is quiet: a console error or a failed request fails the test. */
export const test = base.extend<TestTools, WorkerTools>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it that nothing is needed
  demo: [({}, use) => use(sharedDemo()), { scope: "worker" }],
  api: [async ({ demo }, use) => use(await apiOf(demo, "host-a")), { scope: "worker" }],
  peer: [async ({ demo }, use) => use(await apiOf(demo, "host-b")), { scope: "worker" }],
  baseURL: ({ api }, use) => use(api.url),
  signedIn: [true, { option: true }],
  instances: async ({ api, demo }, use) => {
    await using instances = new Instances(api, sharedDirectory(demo));
    await use(instances);
  },
  context: async ({ context, api, signedIn }, use) => {
    if (signedIn) {
      const headers = { "x-gantry": "1", origin: api.url };
      const data = { token: api.token };
      const answer = await context.request.post(`${api.url}/trpc/auth.signIn`, { headers, data });
      expect(answer.status()).toBe(200);
    }
    await use(context);
  },
  complaints: async ({ context }, use) => {
    const complaints = new Complaints();
    context.on("page", (page) => complaints.listenTo(page));
    await use(complaints);
    expect(complaints.unexpected, "what the browser complained about").toEqual([]);
  },
  // It comes after the ears are open, and goes before the instances do: what a page says of those is no complaint.
  page: async ({ complaints: _complaints, instances: _instances, context }, use) => {
    await use(await context.newPage());
    await Promise.all(context.pages().map((page) => page.close()));
  },
  evidence: [
    async ({ demo }, use, testInfo) => {
      await use();
      if (testInfo.status !== testInfo.expectedStatus) await keepLogs(testInfo, demo.place);
    },
    { auto: true },
  ],
});

export { expect };
