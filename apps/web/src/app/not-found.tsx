"use client";

import { buttonClass } from "#components/ui/button-class.ts";
import { useT } from "#lib/messages/messages-provider.tsx";

export default function NotFound() {
  const t = useT();
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-3 p-6 text-center">
      <title>{t("Not found · Gantry")}</title>
      <h1 className="text-title font-semibold">{t("There is no page at this address")}</h1>
      <p className="text-dim">{t("It may have been mistyped, or come from another version of Gantry.")}</p>
      {/* Every page brings this one with it, and would bring Next's link twice. */}
      {/* oxlint-disable-next-line next/no-html-link-for-pages */}
      <a href="/" className={buttonClass()}>
        {t("Show all instances")}
      </a>
    </main>
  );
}
