"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useState } from "react";
import type { SignIn } from "./use-sign-in.ts";

/** Signs in with a token. `isLink` says that it was a link that failed, so that the token's field is not blamed. */
export function TokenForm({ signIn, isLink = false }: { signIn: SignIn; isLink?: boolean }) {
  const t = useT();
  const [token, setToken] = useState("");
  const fault = signIn.isError ? errorBodyOf(signIn.error) : undefined;
  return (
    <>
      {fault !== undefined && <ErrorPanel title={t("Not signed in")} error={fault} />}
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate({ token: token.trim() });
        }}
      >
        <Field
          label={t("Token")}
          hint={t("The agent wrote the first one into admin.token in its state directory.")}
          {...(fault?.code === "unauthenticated" && !isLink
            ? { error: t("The agent does not know this token.") }
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
          blocked={token.trim() === "" ? t("Paste a token first.") : undefined}
        >
          {t("Sign in")}
        </Button>
      </form>
    </>
  );
}
