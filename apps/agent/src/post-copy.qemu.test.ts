import { instanceListSchema, operationReplySchema } from "@gantry/kvm-core/model";
import { EtcdCluster } from "@gantry/store/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AgentPair } from "./testing/agent-pair.ts";
import { until } from "./testing/until.ts";

const unions: readonly {
  readonly hosts: string;
  readonly unite: (stack: AsyncDisposableStack) => Promise<AgentPair>;
}[] = [
  { hosts: "with a store each", unite: () => AgentPair.start() },
  {
    hosts: "with one etcd",
    unite: async (stack) => {
      const etcd = stack.use(await EtcdCluster.start(1));
      return await AgentPair.start({ GANTRY_STORE: etcd.setting });
    },
  },
  { hosts: "that joined and speak TLS", unite: () => AgentPair.join() },
];

describe.each(unions)("A guest that moves by post-copy between two agents $hosts", ({ unite }) => {
  const stack = new AsyncDisposableStack();
  let pair: AgentPair;
  beforeAll(async () => {
    pair = stack.use(await unite(stack));
  });
  afterAll(() => stack.disposeAsync());

  /** Begins to move a guest that writes faster than the link may carry, and waits until it runs on the other host. */
  async function halfMoved(name: string): Promise<string> {
    const { a } = pair;
    await pair.guest(name, "scribbler");
    const options = { bandwidth: 300_000, allowedPauseMs: 1, timeoutSeconds: 1, onTimeout: "post-copy" };
    const begun = await a.mutate("migrations.start", { instance: name, target: "host-b", options });
    const { id } = operationReplySchema.parse(begun.data).operation;
    await until("it runs on the other host", async () => {
      const { operation } = operationReplySchema.parse((await a.query("operations.get", { id })).data);
      expect(operation.error).toBeUndefined();
      const hasResumed = operation.steps.some(
        ({ name: step, status }) => step === "resume" && status === "done",
      );
      const runsThere = operation.progress?.text.startsWith("It runs on host-b") === true;
      return hasResumed || runsThere ? true : undefined;
    });
    return id;
  }

  async function expectAnswersThere(name: string): Promise<void> {
    const { b } = pair;
    await until("it runs there, and nothing of it is here", async () => {
      const { instances } = instanceListSchema.parse((await b.query("instances.list")).data);
      const places = instances.filter((one) => one.name === name);
      const isThere = places.length === 1 && places[0]?.host === "host-b" && places[0].state === "running";
      return isThere ? true : undefined;
    });
    await using viewer = await b.console(name);
    viewer.type("?");
    await viewer.untilText("?");
  }

  it("loses nothing when the target's agent is killed before all of its memory has arrived", async () => {
    const { a, b } = pair;
    const id = await halfMoved("second");
    await b.end("SIGKILL");
    await b.restart();
    const { operation } = operationReplySchema.parse((await a.query("operations.wait", { id })).data);
    expect(operation).toMatchObject({
      status: "succeeded",
      result: { outcome: "moved", afterTimeout: "post-copy" },
    });
    await expectAnswersThere("second");
  });

  it("loses nothing when the source's agent is killed before all of its memory has arrived", async () => {
    const { a } = pair;
    await halfMoved("third");
    await a.end("SIGKILL");
    await a.restart();
    await until("the source has ended its half", async () =>
      (await a.guests()).length === 0 ? true : undefined,
    );
    await expectAnswersThere("third");
  });
});
