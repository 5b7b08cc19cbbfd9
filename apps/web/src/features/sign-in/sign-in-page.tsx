"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { Loading } from "#components/empty-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { linkCodeOf, safeNext } from "./sign-in-address.ts";

/** Turns the one-time link, or a token, into a session. The code leaves the address bar before anything else happens. */
export function SignInPage() {
  const signIn = useSignIn();
  const isRedeeming = useLinkOf(signIn.mutate);
  const [token, setToken] = useState("");
  const fault = signIn.isError ? errorBodyOf(signIn.error) : undefined;

  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-96 flex-col justify-center gap-4 p-6">
      <title>Sign in · Gantry</title>
      <h1 className="text-figure font-semibold">Sign in to Gantry</h1>
      {isRedeeming && signIn.isPending && <Loading what="your session" />}
      {fault !== undefined && <ErrorPanel title="Not signed in" error={fault} />}
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate({ token: token.trim() });
        }}
      >
        <Field
          label="Token"
          hint="The agent wrote the first one into admin.token in its state directory."
          {...(fault?.code === "unauthenticated" && !isRedeeming
            ? { error: "The agent does not know this token." }
            : {})}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={token}
              onChange={(event) => setToken(event.target.value)}
            />
          )}
        </Field>
        <Button
          type="submit"
          look="primary"
          className="h-8!"
          busy={signIn.isPending}
          blocked={token.trim() === "" ? "Paste a token first." : undefined}
        >
          Sign in
        </Button>
      </form>
      <p className="text-small text-dim">
        Or open a one-time link: the agent prints one when it starts, and administrators can make more. A link
        works once, within ten minutes.
      </p>
    </main>
  );
}

function useSignIn() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const next = useSearchParams().get("next");
  return useMutation(
    trpc.auth.signIn.mutationOptions({
      onSuccess: (me) => {
        cache.clear();
        cache.setQueryData(trpc.auth.me.queryKey(), me);
        router.replace(safeNext(next));
      },
    }),
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
