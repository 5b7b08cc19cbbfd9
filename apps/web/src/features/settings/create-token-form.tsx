"use client";

import { CopyButton } from "#components/copy-button.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Input, Select } from "#components/ui/field.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf, faultsIn } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { msg } from "#lib/messages/translate.ts";
import type { Role } from "@gantry/kvm-core/model";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

const roles: readonly Role[] = ["viewer", "operator", "admin"];
const dayMs = 86_400_000;
const lives = [
  { id: "30", label: msg("in 30 days") },
  { id: "90", label: msg("in 90 days") },
  { id: "365", label: msg("in a year") },
  { id: "", label: msg("never") },
] as const;

/** Makes a token and shows it once: nobody can read it again, the agent keeps its hash only. */
export function CreateTokenForm() {
  const t = useT();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [days, setDays] = useState("90");
  const create = useMutation(
    trpc.auth.createToken.mutationOptions({
      onSuccess: () => {
        setName("");
        void cache.invalidateQueries({ queryKey: trpc.auth.tokens.queryKey() });
      },
    }),
  );
  const error = create.isError ? errorBodyOf(create.error) : undefined;
  const nameFault = error && faultsIn(error).find(({ path }) => path === "name")?.message;
  return (
    <>
      <form
        aria-label={t("New token")}
        className="flex flex-wrap items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (name === "" || create.isPending) return;
          const expiresAt =
            days === "" ? {} : { expiresAt: new Date(Date.now() + Number(days) * dayMs).toISOString() };
          create.mutate({ name, role, ...expiresAt });
        }}
      >
        <Field label={t("Name")} hint={t("a–z, 0–9, - and .")} error={nameFault} className="w-48">
          {(control) => (
            <Input
              {...control}
              maxLength={63}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("Role")} className="w-32">
          {(control) => (
            <Select
              {...control}
              value={role}
              onChange={(event) => setRole(roles.find((one) => one === event.target.value) ?? "viewer")}
            >
              {roles.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t("Ends")} className="w-32">
          {(control) => (
            <Select {...control} value={days} onChange={(event) => setDays(event.target.value)}>
              {lives.map(({ id, label }) => (
                <option key={id} value={id}>
                  {t.of(label)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button
          type="submit"
          className="h-8! md:mt-[22px]"
          busy={create.isPending}
          blocked={name === "" ? t("Give it a name first.") : undefined}
        >
          {t("Create token")}
        </Button>
      </form>
      {error !== undefined && nameFault === undefined && (
        <ErrorPanel title={t("Not created")} error={error} />
      )}
      {create.isSuccess && (
        <div role="status" className="flex flex-col gap-1 border-l-2 border-line-strong px-3 py-1">
          <p>
            {t.rich("The token {name}. It is shown this once; put it where its user reads it.", {
              name: <strong className="font-medium">{create.variables.name}</strong>,
            })}
          </p>
          <div className="flex flex-wrap items-center gap-2">
            <code className="font-mono text-small break-all" data-testid="new-token">
              {create.data.token}
            </code>
            <CopyButton label={t("Copy")} text={create.data.token} />
            <Button look="quiet" className="h-6 text-small" onClick={() => create.reset()}>
              {t("I have it")}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
