"use client";

import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { catalogueOf, firstOf, keepChoice, keptChoice, type LanguageChoice, languages } from "./languages.ts";
import { english, type Translate, translator } from "./translate.ts";

interface Messages {
  readonly t: Translate;
  readonly choice: LanguageChoice;
  readonly choose: (choice: LanguageChoice) => void;
}

const MessagesContext = createContext<Messages>({ t: english, choice: "system", choose: () => {} });

/** Gives the words of the chosen language to all below it. They are English until a catalogue is here. */
export function MessagesProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<LanguageChoice>();
  const [t, setT] = useState<Translate>(() => english);

  useEffect(() => setChoice(keptChoice()), []);
  useEffect(() => {
    if (choice === undefined) return;
    const leaving = new AbortController();
    const language = choice === "system" ? firstOf(navigator.languages) : choice;
    const speak = (next: Translate) => {
      if (leaving.signal.aborted) return;
      document.documentElement.lang = language;
      setT(() => next);
    };
    const { locale } = languages[language];
    catalogueOf(language).then(
      (catalogue) => speak(translator(locale, catalogue)),
      // The agent did not give the file; what is on the page stays as it is, and the next load asks again.
      () => {},
    );
    return () => leaving.abort();
  }, [choice]);

  const messages = useMemo(() => {
    const choose = (next: LanguageChoice) => {
      keepChoice(next);
      setChoice(next);
    };
    return { t, choice: choice ?? "system", choose };
  }, [t, choice]);
  return <MessagesContext value={messages}>{children}</MessagesContext>;
}

/** Says words in the chosen language. */
export function useT(): Translate {
  return use(MessagesContext).t;
}

/** The chosen language and the way to choose. It is kept in this browser. */
export function useLanguage(): Pick<Messages, "choice" | "choose"> {
  return use(MessagesContext);
}
