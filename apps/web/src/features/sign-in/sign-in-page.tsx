"use client";

import { Loading } from "#components/empty-state.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { linkCodeOf, safeNext } from "./sign-in-address.ts";
import { TokenForm } from "./token-form.tsx";
import { useSignIn } from "./use-sign-in.ts";

/** Turns the one-time link, or a token, into a session. The code leaves the address bar before anything else happens. */
export function SignInPage() {
  const t = useT();
  const router = useRouter();
  const next = useSearchParams().get("next");
  const signIn = useSignIn(() => router.replace(safeNext(next)));
  const isRedeeming = useLinkOf(signIn.mutate);

  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-96 flex-col justify-center gap-4 p-6">
      <title>{t("Sign in · Gantry")}</title>
      <h1 className="text-figure font-semibold">{t("Sign in to Gantry")}</h1>
      {isRedeeming && signIn.isPending && <Loading what={t("your session")} />}
      <TokenForm signIn={signIn} isLink={isRedeeming} />
      <p className="text-small text-dim">
        {t(
          "Or open a one-time link: the agent prints one when it starts, and administrators can make more. A link works once, within ten minutes.",
        )}
      </p>
    </main>
  );
}

/** Redeems the code in the address once, and takes it out of the address and the history first. */
function useLinkOf(redeem: (input: { link: string }) => void): boolean {
  const [isRedeeming, setRedeeming] = useState(false);
  const done = useRef(false);
  useEffect(() => {
    const code = linkCodeOf(window.location.hash);
    if (code === undefined || done.current) return;
    done.current = true;
    window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
    setRedeeming(true);
    redeem({ link: code });
  }, [redeem]);
  return isRedeeming;
}
