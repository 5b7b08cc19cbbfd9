import { once } from "node:events";
import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { getHostName, getInterfaces, ping, setTime, shutDown } from "./commands.ts";
import { GuestAgent } from "./guest-agent.ts";
import { answerSync, PlayedGuest } from "./testing/played-guest.ts";

const failed = (cause: string) => ({ code: "guest_agent_failed", details: { cause } });
const answering =
  (reply: object) =>
  (socket: Socket, { id }: { id?: number | undefined }) =>
    void socket.write(`${JSON.stringify({ ...reply, id })}\n`);

test("a guest without an agent is told at once, and nothing is connected", async () => {
  using agent = new GuestAgent("/nonexistent/agent.sock");
  await expect(ping(agent)).rejects.toMatchObject(failed("missing"));
  agent.observe(false);
  agent.learn(true);
  expect(agent.isPresent).toBe(false);
});

test("a channel that nobody serves is lost, not silent", async () => {
  using agent = new GuestAgent("/nonexistent/agent.sock");
  agent.learn(true);
  await expect(ping(agent)).rejects.toMatchObject(failed("lost"));
});

test("what was left from before is dropped, and the answer to the question is taken", async () => {
  await using guest = await PlayedGuest.open();
  guest.synchronise = (socket, token) => {
    socket.write('half a line\n{"return": {"host-name": "stale"}}\n');
    answerSync(socket, token + 1);
    answerSync(socket, token);
  };
  guest.behave = answering({ return: { "host-name": "web-1" } });
  guest.agent.observe(true);
  expect(await getHostName(guest.agent)).toBe("web-1");
});

test("questions are put one after the other, each with its own answer", async () => {
  await using guest = await PlayedGuest.open();
  guest.behave = (socket, { id }) =>
    void socket.write(`${JSON.stringify({ return: { "host-name": `answer ${id}` }, id })}\n`);
  guest.agent.observe(true);
  const answers = await Promise.all([1, 2, 3].map(() => getHostName(guest.agent)));
  expect(answers).toEqual(["answer 1", "answer 2", "answer 3"]);
});

test("an agent's refusal is told in its own words, without its control characters", async () => {
  await using guest = await PlayedGuest.open();
  guest.behave = answering({ error: { class: "GenericError", desc: "no\u001b[31m way" } });
  guest.agent.observe(true);
  await expect(setTime(guest.agent, new Date(0))).rejects.toMatchObject({
    ...failed("refused"),
    message: "The guest's agent refused guest-set-time: no\u{fffd}[31m way",
  });
});

test.for([
  ["no JSON", "what?\n"],
  ["neither a return nor an error", '{"event": "x"}\n'],
  ["the answer to another question", '{"return": {}, "id": 4711}\n'],
  ["a text where a list belongs", '{"return": "eth0"}\n'],
  ["a list without end", `${JSON.stringify({ return: Array(5000).fill({ name: "eth0" }) })}\n`],
])("an answer that is %s is nonsense", async ([, line]) => {
  await using guest = await PlayedGuest.open();
  guest.behave = (socket) => void socket.write(line ?? "");
  guest.agent.observe(true);
  await expect(getInterfaces(guest.agent)).rejects.toMatchObject(failed("nonsense"));
});

test("a guest that floods its channel is cut off at the limit, before and after it synchronises", async () => {
  await using guest = await PlayedGuest.open();
  const flood = (socket: Socket) => {
    const more = () => {
      while (!socket.destroyed && socket.write(Buffer.alloc(256 * 1024, "a")));
    };
    socket.on("drain", more);
    more();
  };
  guest.synchronise = flood;
  guest.agent.observe(true);
  await expect(ping(guest.agent, { timeoutMs: 60_000 })).rejects.toMatchObject(failed("nonsense"));
  guest.synchronise = answerSync;
  guest.behave = flood;
  await expect(ping(guest.agent, { timeoutMs: 60_000 })).rejects.toMatchObject(failed("nonsense"));
  guest.behave = answering({ return: {} });
  await ping(guest.agent);
});

test("nothing is read from a guest that nobody asks, and it is understood when somebody does", async () => {
  await using guest = await PlayedGuest.open();
  const talkative = Promise.withResolvers<Socket>();
  guest.connected = talkative.resolve;
  guest.agent.observe(true);
  const socket = await talkative.promise;
  while (socket.write(Buffer.alloc(64 * 1024, "x\n")));
  // Twice as much as the kernel takes: it stays with the guest.
  for (let more = 0; more < 64; more++) socket.write(Buffer.alloc(64 * 1024, "x\n"));
  await once(socket, "drain", { signal: AbortSignal.timeout(100) }).catch(() => undefined);
  expect(socket.writableLength).toBeGreaterThan(0);
  guest.behave = answering({ return: {} });
  await ping(guest.agent);
});

test("an agent that never answers costs its deadline, and its late answer is not taken for the next one", async () => {
  await using guest = await PlayedGuest.open();
  const asked = Promise.withResolvers<() => void>();
  guest.behave = (socket, { id }) =>
    asked.resolve(() => void socket.write(`{"return": {"host-name": "late"}, "id": ${id}}\n`));
  guest.agent.observe(true);
  const silent = getHostName(guest.agent, { timeoutMs: 300 });
  const answerLate = await asked.promise;
  await expect(silent).rejects.toMatchObject({ code: "timed_out" });
  answerLate();
  guest.behave = answering({ return: { "host-name": "in time" } });
  expect(await getHostName(guest.agent)).toBe("in time");
});

test("a question can be taken back, also while it waits in line", async () => {
  await using guest = await PlayedGuest.open();
  guest.agent.observe(true);
  const cancel = new AbortController();
  const asked = [1, 2].map(() => ping(guest.agent, { signal: cancel.signal }));
  guest.behave = () => cancel.abort();
  for (const one of asked) await expect(one).rejects.toMatchObject({ code: "cancelled" });
});

test("a channel that ends in the middle of a question is lost, and opened anew for the next", async () => {
  await using guest = await PlayedGuest.open();
  guest.behave = (socket) => socket.destroy();
  guest.agent.observe(true);
  await expect(ping(guest.agent)).rejects.toMatchObject(failed("lost"));
  guest.synchronise = (socket) => socket.destroy();
  await expect(ping(guest.agent)).rejects.toMatchObject(failed("lost"));
  guest.synchronise = answerSync;
  guest.behave = answering({ return: {} });
  await ping(guest.agent);
});

test("a shutdown that is not refused counts as taken; a refusal is told", async () => {
  await using guest = await PlayedGuest.open();
  guest.behave = (socket) => socket.destroy();
  guest.agent.observe(true);
  await shutDown(guest.agent, "powerdown");
  guest.behave = answering({ error: { class: "GenericError", desc: "no shutdown here" } });
  await expect(shutDown(guest.agent, "powerdown")).rejects.toMatchObject(failed("refused"));
});
