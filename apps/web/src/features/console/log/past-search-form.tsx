"use client";

import { Button } from "#components/ui/button.tsx";
import { Checkbox, Input } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useUrlState } from "#lib/url-state.tsx";
import { useState } from "react";
import { keepingPlace } from "../console-place.ts";

const longest = 200;

/** Asks for text in everything the guest wrote; the address keeps the question. */
export function PastSearchForm({
  sought,
}: {
  sought: { readonly text: string; readonly matchCase: boolean };
}) {
  const t = useT();
  const { set } = useUrlState();
  const [text, setText] = useState(sought.text);
  const [matchCase, setMatchCase] = useState(sought.matchCase);
  const find = (next: string) => {
    const changes = { find: next === "" ? undefined : next, case: matchCase ? "match" : undefined };
    keepingPlace(() => set({ view: "log", ...changes }, "push"));
  };
  return (
    <form
      role="search"
      aria-label={t("Search all boots")}
      className="flex flex-wrap items-center gap-x-2 gap-y-1"
      onSubmit={(event) => {
        event.preventDefault();
        find(text.trim());
      }}
    >
      <div className="w-72 max-md:w-full">
        <Input
          aria-label={t("Find in all boots")}
          placeholder={t("Find in all boots")}
          maxLength={longest}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <Checkbox
        className="text-small"
        label={t("Match case")}
        checked={matchCase}
        onChange={(event) => setMatchCase(event.target.checked)}
      />
      <Button type="submit" className="text-small">
        {t("Find")}
      </Button>
      {sought.text !== "" && (
        <Button look="quiet" className="text-small" onClick={() => find("")}>
          {t("Clear search")}
        </Button>
      )}
    </form>
  );
}
