import type { Catalogue } from "./translate.ts";

/** The languages that there are. */
export type Language = "en" | keyof typeof catalogues;

/** What somebody wants: one language, or the first of the browser's that there is. */
export type LanguageChoice = Language | "system";

// Each is a chunk of its own, fetched by those who read it.
const catalogues = {
  de: async (): Promise<Catalogue> => (await import("./de.json")).default,
} as const;

/** How each language calls itself, and the tag that dates and numbers are written by. */
export const languages: Readonly<Record<Language, { readonly name: string; readonly locale: string }>> = {
  en: { name: "English", locale: "en-GB" },
  de: { name: "Deutsch", locale: "de-DE" },
};

const key = "gantry.language";

/** The catalogue of a language; English has none. */
export async function catalogueOf(language: Language): Promise<Catalogue> {
  return language === "en" ? {} : await catalogues[language]();
}

/** Whether `text` names a language that there is. */
export function isLanguage(text: string | null): text is Language {
  return text !== null && Object.hasOwn(languages, text);
}

/** The first of the wanted languages, most wanted first, that there is; English when there is none. `de-AT` is `de`. */
export function firstOf(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.toLowerCase().replace(/-.*/, "")).find(isLanguage) ?? "en";
}

/** What was chosen in this browser. */
export function keptChoice(): LanguageChoice {
  try {
    const kept = localStorage.getItem(key);
    return isLanguage(kept) ? kept : "system";
  } catch {
    return "system";
  }
}

/** Keeps the choice in this browser. */
export function keepChoice(choice: LanguageChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}
