import { test as base, expect } from "@playwright/test";
import { AgentApi } from "./harness/agent-api.ts";
import { Instances } from "./harness/instances.ts";
import { Complaints } from "./harness/quiet-page.ts";
import { type SharedDemo, sharedDemo, sharedDirectory, tokenOf } from "./harness/shared-demo.ts";

interface WorkerTools {
  /** The demo that all tests share. */
  readonly demo: SharedDemo;
  /** The API of host-a's agent, as administrator. */
  readonly api: AgentApi;
}

interface TestTools {
  /** Makes instances that go with the test. */
  readonly instances: Instances;
  /** What the browser may not complain about; a test fails on anything it did not expect. */
  readonly complaints: Complaints;
  /** The browser has a session of an administrator before its first page. */
  readonly signedIn: void;
}

/** A test of the shared demo. Its page is quiet: a console error or a failed request fails the test. */
export const test = base.extend<TestTools, WorkerTools>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it that nothing is needed
  demo: [({}, use) => use(sharedDemo()), { scope: "worker" }],
  api: [
    async ({ demo }, use) => {
      const [first] = demo.ready.hosts;
      if (first === undefined) throw new Error("The demo has no hosts.");
      await use(new AgentApi(first.api, await tokenOf(demo, first.name)));
    },
    { scope: "worker" },
  ],
  baseURL: ({ api }, use) => use(api.url),
  instances: async ({ api, demo }, use) => {
    await using instances = new Instances(api, sharedDirectory(demo));
    await use(instances);
  },
  complaints: [
    async ({ context }, use) => {
      const complaints = new Complaints();
      context.on("page", (page) => complaints.listenTo(page));
      await use(complaints);
      expect(complaints.unexpected, "what the browser complained about").toEqual([]);
    },
    { auto: true },
  ],
  signedIn: async ({ context, api }, use) => {
    const headers = { "x-gantry": "1", origin: api.url };
    const answer = await context.request.post(`${api.url}/trpc/auth.signIn`, {
      headers,
      data: { token: api.token },
    });
    expect(answer.status()).toBe(200);
    await use();
  },
});

export { expect };
