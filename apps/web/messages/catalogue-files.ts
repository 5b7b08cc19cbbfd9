import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Catalogue } from "../src/lib/messages/translate.ts";
import type { SourceMessage } from "./source-messages.ts";

/** Where the sources are. */
export const sources = join(import.meta.dirname, "../src");

const forms = z.partialRecord(z.enum(["zero", "one", "two", "few", "many", "other"]), z.string());
const catalogueSchema = z.record(z.string(), z.union([z.string(), forms]));

/** The languages that have a catalogue. */
export const translated = ["de"] as const;

const fileOf = (language: string) => join(sources, `lib/messages/${language}.json`);

/** The catalogue of a language, as it lies in the source. */
export async function readCatalogue(language: string): Promise<Catalogue> {
  return catalogueSchema.parse(JSON.parse(await readFile(fileOf(language), "utf8")));
}

/**
 * Writes the catalogue with exactly the messages of the source: what is new is empty and waits for somebody who knows the
 * language, what nobody says any more is left out. Returns the keys that wait.
 */
export async function updateCatalogue(
  language: string,
  messages: readonly SourceMessage[],
): Promise<readonly string[]> {
  const old = await readCatalogue(language);
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  const empty = Object.fromEntries(pluralCategories.map((form) => [form, ""]));
  const unique = new Map(messages.map((message) => [message.key, message]));
  const entries = [...unique.values()]
    .map(({ key, isCount }) => [key, old[key] ?? (isCount ? empty : "")] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  await writeFile(fileOf(language), `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`);
  return entries.filter(([, said]) => textsOf(said).includes("")).map(([key]) => key);
}

/** All texts of a translation. */
export function textsOf(said: Catalogue[string] | undefined): readonly string[] {
  return typeof said === "object" ? Object.values(said) : [said ?? ""];
}
