import { expect, test } from "vitest";
import { permittedAlternatives } from "./permitted-alternatives.ts";

test("a host gets no name or address into its certificate by which another host is known", () => {
  const others = [
    { name: "host-a", url: "https://10.0.0.1:7443" },
    { name: "host-c", url: "https://[2001:db8::3]:7443" },
  ];
  const wanted = [
    "host-b",
    "host-a",
    "10.0.0.1",
    "10.0.0.2",
    "2001:db8::3",
    "172.17.0.1",
    "b.example",
    "*",
    "a b",
  ];
  expect(permittedAlternatives(wanted, { host: "host-b", others })).toEqual([
    ...["host-b", "localhost", "127.0.0.1", "::1"],
    ...["10.0.0.2", "172.17.0.1", "b.example"],
  ]);
});
