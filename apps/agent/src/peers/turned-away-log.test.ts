import { openStore } from "@gantry/store";
import { expect, test } from "vitest";
import { TurnedAwayLog } from "./turned-away-log.ts";

test("the same refusal of the same address is written once a minute, each other one at once", () => {
  using store = openStore(":memory:");
  let now = 0;
  const log = new TurnedAwayLog("host-a", store.audit, () => now);
  const knock = (reason: string, from = "10.0.0.9") => log.write({ host: undefined, from, reason });
  for (let times = 0; times < 100; times += 1) knock("no certificate");
  knock("no certificate", "10.0.0.8");
  knock("a host that was removed");
  expect(store.audit.newest(200)).toHaveLength(3);
  now = 60_000;
  knock("no certificate");
  expect(store.audit.newest(200)).toHaveLength(4);
  expect(store.audit.newest(1)).toMatchObject([
    { actor: "nobody", action: "peer.refuse", subject: "no certificate", from: "10.0.0.9", host: "host-a" },
  ]);
});
