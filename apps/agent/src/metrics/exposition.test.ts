import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeLabel, renderExposition } from "./exposition.ts";
import { families } from "./families.ts";
import { Histogram } from "./histogram.ts";

/** Reads a quoted label value as a scraper does: what it means, and what stands behind its closing quote. */
function readQuoted(text: string): { value: string; rest: string } {
  let value = "";
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? "";
    if (letter === '"') return { value, rest: text.slice(at + 1) };
    if (letter === "\n") throw new Error("a line ends within a label");
    if (letter !== "\\") value += letter;
    else {
      at += 1;
      value += text[at] === "n" ? "\n" : (text[at] ?? "");
    }
  }
  throw new Error("no closing quote");
}

const hostile = fc.string({ unit: fc.constantFrom("\\", '"', "\n", "n", "{", "}", "#", " ", "ä", "a") });

test("whatever a label says, a scraper reads exactly that and nothing of it as another line", () => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string()), (said) => {
      expect(readQuoted(`${escapeLabel(said)}" 1`)).toEqual({ value: said, rest: " 1" });
      const text = renderExposition({ gantry_instance_cpus: [{ labels: { instance: said }, value: 1 }] });
      expect(text.split("\n")).toHaveLength(4);
    }),
  );
});

test("what is not known is left out, and a family of which nothing is known with it", () => {
  expect(
    renderExposition({
      gantry_host_cpus: [{ value: undefined }],
      gantry_instance_cpus: [
        { labels: { instance: "a" }, value: undefined },
        { labels: { instance: "b" }, value: 0 },
      ],
    }),
  ).toBe(
    '# HELP gantry_instance_cpus Virtual CPUs of an instance.\n# TYPE gantry_instance_cpus gauge\ngantry_instance_cpus{instance="b"} 0\n',
  );
});

test("a name says its unit and whether it only grows, as Prometheus asks of names", () => {
  for (const [name, facts] of Object.entries(families)) {
    expect(name.endsWith("_total"), name).toBe(facts.type === "counter");
    if ("unit" in facts) expect(name.replace(/_total$/, ""), name).toMatch(new RegExp(`_${facts.unit}$`));
    expect(facts.help).toMatch(/\.$/);
  }
});

test("buckets hold all that is smaller, and the last one all there is", () => {
  const histogram = new Histogram([1, 10]);
  for (const value of [0.5, 1, 5, 50]) histogram.observe({ kind: "a" }, value);
  histogram.observe({ kind: "b" }, 2);
  expect(renderExposition({ gantry_operation_duration_seconds: histogram.samples() })).toContain(
    [
      'gantry_operation_duration_seconds_bucket{kind="a",le="1"} 2',
      'gantry_operation_duration_seconds_bucket{kind="a",le="10"} 3',
      'gantry_operation_duration_seconds_bucket{kind="a",le="+Inf"} 4',
      'gantry_operation_duration_seconds_sum{kind="a"} 56.5',
      'gantry_operation_duration_seconds_count{kind="a"} 4',
      'gantry_operation_duration_seconds_bucket{kind="b",le="1"} 0',
    ].join("\n"),
  );
});
