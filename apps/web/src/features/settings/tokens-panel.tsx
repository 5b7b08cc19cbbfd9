"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useAsk } from "#lib/confirm.ts";
import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { useNotices } from "#lib/notices.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import type { Token } from "@gantry/kvm-core/model";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CreateTokenForm } from "./create-token-form.tsx";

const columnsOf = (t: Translate): readonly Column<Token>[] => [
  { id: "name", title: t("Name"), width: "minmax(96px, 1.5fr)", cell: ({ name }) => name },
  { id: "role", title: t("Role"), width: "minmax(72px, 1fr)", cell: ({ role }) => role },
  {
    id: "createdAt",
    title: t("Made"),
    width: "minmax(112px, 1fr)",
    wide: true,
    cell: ({ createdAt }) => <time dateTime={createdAt}>{formatTime(createdAt, t)}</time>,
  },
  {
    id: "usedAt",
    title: t("Last used"),
    width: "minmax(112px, 1fr)",
    wide: true,
    cell: ({ usedAt }) =>
      usedAt === undefined ? t("never") : <time dateTime={usedAt}>{formatTime(usedAt, t)}</time>,
  },
  {
    id: "expiresAt",
    title: t("Ends"),
    width: "minmax(96px, 1fr)",
    wide: true,
    cell: ({ expiresAt }) => endOf(expiresAt, t),
  },
  {
    id: "actions",
    title: t("Actions"),
    width: "96px",
    quiet: true,
    align: "end",
    cell: ({ name }) => <RevokeButton name={name} />,
  },
];

/** The tokens of scripts and people, for administrators. */
export function TokensPanel() {
  const t = useT();
  const trpc = useTRPC();
  const forbidden = useWhyForbidden("admin");
  const tokens = useQuery({
    ...trpc.auth.tokens.queryOptions(),
    staleTime: 0,
    enabled: forbidden === undefined,
  });
  return (
    <Panel title={t("API tokens")}>
      {forbidden !== undefined ? (
        <p className="text-dim">{forbidden}</p>
      ) : (
        <>
          <CreateTokenForm />
          {tokens.isError ? (
            <ErrorPanel title={t("The tokens could not be read")} error={errorBodyOf(tokens.error)} />
          ) : tokens.data === undefined ? (
            <Loading what={t("tokens")} />
          ) : (
            <DataTable
              label={t("API tokens")}
              columns={columnsOf(t)}
              rows={tokens.data.tokens}
              keyOf={(token) => token.name}
            />
          )}
        </>
      )}
    </Panel>
  );
}

function RevokeButton({ name }: { name: string }) {
  const t = useT();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const ask = useAsk();
  const { report } = useNotices();
  const title = t("Revoke {name}", { name });
  const revoke = useMutation(
    trpc.auth.revokeToken.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: trpc.auth.pathKey() }),
      onError: (error) => report(title, error),
    }),
  );
  const press = async () => {
    const consequence = t(
      "Whatever uses this token is refused from now on. The sessions opened with it end, and their consoles close.",
    );
    if ((await ask({ title: `${title}?`, consequence, action: t("Revoke") })) !== undefined)
      revoke.mutate({ name });
  };
  return (
    <Button
      className="h-6 text-small"
      aria-label={title}
      busy={revoke.isPending}
      onClick={() => void press()}
    >
      {t("Revoke")}
    </Button>
  );
}

function endOf(expiresAt: string | undefined, t: Translate) {
  if (expiresAt === undefined) return t("never");
  const time = <time dateTime={expiresAt}>{formatTime(expiresAt, t)}</time>;
  return Date.parse(expiresAt) > Date.now() ? time : t.rich("ended {time}", { time });
}
