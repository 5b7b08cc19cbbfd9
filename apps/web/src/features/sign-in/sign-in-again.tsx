"use client";

import { Loading } from "#components/empty-state.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useMe } from "#lib/use-me.ts";
import { Dialog } from "radix-ui";
import { useEffect, useEffectEvent } from "react";
import { TokenForm } from "./token-form.tsx";
import { useSignIn } from "./use-sign-in.ts";

/** Over a page whose session has ended. The page is hidden but kept, with all that was typed into it. */
export default function SignInAgain() {
  const t = useT();
  const me = useMe();
  const signIn = useSignIn();
  // Somebody may sign in with a link, in another tab of this browser.
  const look = useEffectEvent(() => void me.refetch());
  useEffect(() => {
    const listening = new AbortController();
    window.addEventListener("focus", look, { signal: listening.signal });
    return () => listening.abort();
  }, []);
  return (
    <Dialog.Root open>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-bg" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-50 mx-auto flex w-full max-w-96 flex-col justify-center gap-4 overflow-y-auto p-6 outline-none"
        >
          <Dialog.Title className="text-figure font-semibold">{t("Sign in to Gantry again")}</Dialog.Title>
          <p className="text-dim">
            {t(
              "Your session has ended: it expired, or somebody ended it. The page behind this one is kept as you left it.",
            )}
          </p>
          {signIn.isPending && <Loading what={t("your session")} />}
          <TokenForm signIn={signIn} />
          <p className="text-small text-dim">
            {t("Or open a one-time link in another tab, and come back here.")}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
