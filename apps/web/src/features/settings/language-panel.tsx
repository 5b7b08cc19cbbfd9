"use client";

import { Panel } from "#components/panel.tsx";
import { Field, Select } from "#components/ui/field.tsx";
import { isLanguage, languages } from "#lib/messages/languages.ts";
import { useLanguage, useT } from "#lib/messages/messages-provider.tsx";

/** In which language this browser shows the pages. Each language is offered in its own words. */
export function LanguagePanel() {
  const t = useT();
  const { choice, choose } = useLanguage();
  return (
    <Panel title={t("Language")}>
      <Field
        label={t("Language of the pages")}
        hint={t("kept in this browser; what agents, hosts and guests report is in English")}
        className="max-w-64"
      >
        {(control) => (
          <Select
            {...control}
            value={choice}
            onChange={({ target: { value } }) => choose(isLanguage(value) ? value : "system")}
          >
            <option value="system">{t("System")}</option>
            {Object.entries(languages).map(([language, { name }]) => (
              <option key={language} value={language} lang={language}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Panel>
  );
}
