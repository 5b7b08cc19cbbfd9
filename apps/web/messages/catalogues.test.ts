import { describe, expect, test } from "vitest";
import { readCatalogue, sources, textsOf, translated } from "./catalogue-files.ts";
import { messagesOf, sourceMessages } from "./source-messages.ts";

const { messages, faults } = await sourceMessages(sources);
const keys = [...new Set(messages.map(({ key }) => key))].toSorted();

test("no word of a page stands outside of the messages, and every message is written out where it is said", () => {
  expect(faults).toEqual([]);
});

describe.each(translated)("the catalogue of %s", async (language) => {
  const catalogue = await readCatalogue(language);

  test("has every message of the source, and none that nobody says", () => {
    const said = Object.keys(catalogue).filter((key) => !textsOf(catalogue[key]).includes(""));
    expect(said.toSorted()).toEqual(keys);
  });

  test("has every form of a count that the language has", () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const { key, isCount } of messages) {
      const said = catalogue[key];
      const forms = typeof said === "object" ? Object.keys(said).toSorted() : undefined;
      expect(forms, key).toEqual(isCount ? pluralCategories.toSorted() : undefined);
    }
  });

  test("has the values of the English text in each translation, and no others", () => {
    for (const { key, isCount } of messages) {
      for (const text of textsOf(catalogue[key])) {
        const missing = isCount ? [] : namesIn(key).filter((name) => !namesIn(text).includes(name));
        const unknown = namesIn(text).filter((name) => !namesIn(key).includes(name));
        expect({ missing, unknown }, key).toEqual({ missing: [], unknown: [] });
      }
    }
  });
});

test("a message that is computed, and a word in markup, are told with file and line", () => {
  const text = `const a = t(word);\nconst b = t.many(n, "{n} host", "{n} hosts");\nconst c = <p title="Say">Said {t("so")}</p>;\nconst d = <p>{e ? "On" : t("off")}</p>;\n`;
  expect(messagesOf("a.tsx", text)).toEqual({
    messages: [
      { key: "{n} host | {n} hosts", isCount: true },
      { key: "so", isCount: false },
      { key: "off", isCount: false },
    ],
    faults: [
      "a.tsx:1: a message is not written out",
      "a.tsx:3: words outside of a message: Say",
      "a.tsx:3: words outside of a message: Said",
      "a.tsx:4: words outside of a message: On",
    ],
  });
});

function namesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}
