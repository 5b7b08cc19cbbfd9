import { expect, test } from "vitest";
import { reachableAddresses } from "./reachable-addresses.ts";

test("of a guest's addresses those are told at which it may be reached, IPv4 first and each once", () => {
  const interfaces = [
    { addresses: ["127.0.0.1/8", "::1/128"] },
    { addresses: ["2001:db8::7/64", "fe80::5054:ff:fe12:3456/64", "192.0.2.7/24", "169.254.9.9/16"] },
    { addresses: ["192.0.2.7/24"] },
  ];
  expect(reachableAddresses(interfaces)).toEqual(["192.0.2.7", "2001:db8::7"]);
});

test("what a guest calls an address and is none is not told, nor are hundreds of them", () => {
  const many = Array.from({ length: 200 }, (_, index) => `10.0.0.${index}/24`);
  expect(reachableAddresses([{ addresses: ["<b>no</b>/8", "300.1.1.1/8", ""] }])).toEqual([]);
  expect(reachableAddresses([{ addresses: many }])).toHaveLength(16);
});
