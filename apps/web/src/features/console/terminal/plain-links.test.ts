import { expect, test } from "vitest";
import { targetOf } from "./plain-links.ts";

test("only http and https lead anywhere, and to where the browser would go", () => {
  expect(targetOf("https://example.org/a?b#c")).toBe("https://example.org/a?b#c");
  expect(targetOf("HTTP://EXAMPLE.org")).toBe("http://example.org/");
  for (const text of [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "ssh://host",
    "http:",
    "x",
  ])
    expect(targetOf(text), text).toBeUndefined();
});

test("letters of other scripts that look like Latin ones are shown for what they are", () => {
  expect(targetOf("https://\u0440aypal.com/")).toBe("https://xn--aypal-uye.com/");
});
