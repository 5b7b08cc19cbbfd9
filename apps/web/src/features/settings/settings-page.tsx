"use client";

import { PageFrame } from "#components/page-frame.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useMe } from "#lib/use-me.ts";
import { LanguagePanel } from "./language-panel.tsx";
import { SessionsPanel } from "./sessions-panel.tsx";
import { TokensPanel } from "./tokens-panel.tsx";

/** The language, who is signed in where, and which tokens open this agent. */
export function SettingsPage() {
  const t = useT();
  const { data: me } = useMe();
  return (
    <PageFrame
      title={t("Settings")}
      note={
        me === undefined
          ? undefined
          : t("{name}, {role} on {host}", { name: me.name, role: me.role, host: me.host })
      }
    >
      <LanguagePanel />
      <SessionsPanel />
      <TokensPanel />
    </PageFrame>
  );
}
