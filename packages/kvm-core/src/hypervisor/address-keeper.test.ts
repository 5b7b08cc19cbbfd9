import { expect, test } from "vitest";
import { PlayedGuest } from "../guest-agent/testing/played-guest.ts";
import { until } from "../testing/temporary-host.ts";
import { AddressKeeper } from "./address-keeper.ts";

const instanceOf = ({ agent }: PlayedGuest) => ({
  live: { agent },
  observedState: "running" as const,
  isInTransition: false,
});

/** A guest that tells one address, which grows with each question. */
async function tellingGuest(): Promise<PlayedGuest & { asked: number }> {
  const guest = Object.assign(await PlayedGuest.open(), { asked: 0 });
  guest.behave = (socket, { id }) => {
    guest.asked += 1;
    const address = { "ip-address": `192.0.2.${guest.asked}`, prefix: 24 };
    socket.write(`${JSON.stringify({ return: [{ name: "eth0", "ip-addresses": [address] }], id })}\n`);
  };
  return guest;
}

test("the address that a guest's agent tells is remembered, and asked for again after half a minute", async () => {
  await using guest = await tellingGuest();
  const keeper = new AddressKeeper();
  keeper.tick(0, [instanceOf(guest)]);
  expect(keeper.of(guest.agent)).toBeUndefined();

  guest.agent.observe(true);
  keeper.tick(0, [instanceOf(guest)]);
  await until(() => keeper.of(guest.agent)?.[0] === "192.0.2.1");
  keeper.tick(29_000, [instanceOf(guest)]);
  expect(guest.asked).toBe(1);
  keeper.tick(30_000, [instanceOf(guest)]);
  await until(() => keeper.of(guest.agent)?.[0] === "192.0.2.2");
});

test("a guest whose agent is gone, and one that is paused, are not asked and have no address", async () => {
  await using guest = await tellingGuest();
  const keeper = new AddressKeeper();
  guest.agent.observe(true);
  keeper.tick(0, [
    { ...instanceOf(guest), observedState: "paused" },
    { ...instanceOf(guest), isInTransition: true },
  ]);
  expect(guest.asked).toBe(0);
  keeper.tick(0, [instanceOf(guest)]);
  await until(() => keeper.of(guest.agent) !== undefined);
  guest.agent.observe(false);
  expect(keeper.of(guest.agent)).toBeUndefined();
});

test("a guest that answers nonsense keeps what it told before", async () => {
  await using guest = await tellingGuest();
  const keeper = new AddressKeeper();
  guest.agent.observe(true);
  keeper.tick(0, [instanceOf(guest)]);
  await until(() => keeper.of(guest.agent) !== undefined);
  const answered = Promise.withResolvers<void>();
  guest.behave = (socket, { id }) => {
    socket.write(`${JSON.stringify({ return: "nowhere", id })}\n`);
    answered.resolve();
  };
  keeper.tick(60_000, [instanceOf(guest)]);
  await answered.promise;
  expect(keeper.of(guest.agent)).toEqual(["192.0.2.1"]);
});
