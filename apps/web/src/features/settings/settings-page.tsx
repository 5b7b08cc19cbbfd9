"use client";

import { PageFrame } from "#components/page-frame.tsx";
import { useMe } from "#lib/use-me.ts";
import { SessionsPanel } from "./sessions-panel.tsx";
import { TokensPanel } from "./tokens-panel.tsx";

/** Who is signed in where, and which tokens open this agent. */
export function SettingsPage() {
  const { data: me } = useMe();
  return (
    <PageFrame title="Settings" note={me === undefined ? undefined : `${me.name}, ${me.role} on ${me.host}`}>
      <SessionsPanel />
      <TokensPanel />
    </PageFrame>
  );
}
