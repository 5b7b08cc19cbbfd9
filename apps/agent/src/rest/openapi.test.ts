import { expect, test } from "vitest";
import { agentRouter } from "../router.ts";
import { openApiDocument } from "./openapi.ts";

const text = JSON.stringify(openApiDocument(agentRouter), null, 1);

test("the description of the API for other languages is what it was when it was looked at last", async () => {
  await expect(`${text}\n`).toMatchFileSnapshot("./__golden__/openapi.golden");
});

test("every reference in it leads to a schema", () => {
  const { components } = JSON.parse(text);
  const references = [...text.matchAll(/"\$ref": "#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  );
  expect(references.length).toBeGreaterThan(0);
  expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining([...new Set(references)]));
  expect(text).not.toContain("$defs");
});
