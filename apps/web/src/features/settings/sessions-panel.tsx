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
import type { Session } from "@gantry/kvm-core/model";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

const columnsOf = (t: Translate): readonly Column<Session>[] => [
  {
    id: "who",
    title: t("Who"),
    width: "minmax(112px, 1.5fr)",
    cell: ({ name, role, current }) => (
      <span className="whitespace-normal">{`${name}, ${role}${current ? t(", this browser") : ""}`}</span>
    ),
  },
  {
    id: "from",
    title: t("From where"),
    width: "minmax(96px, 1fr)",
    wide: true,
    cell: ({ from }) => from || "–",
  },
  {
    id: "createdAt",
    title: t("Signed in"),
    width: "minmax(112px, 1fr)",
    wide: true,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    id: "usedAt",
    title: t("Last used"),
    width: "minmax(96px, 1fr)",
    cell: ({ usedAt }) => <Time at={usedAt} />,
  },
  {
    id: "expiresAt",
    title: t("Ends"),
    width: "minmax(112px, 1fr)",
    wide: true,
    cell: ({ expiresAt }) => <Time at={expiresAt} />,
  },
  {
    id: "actions",
    title: t("Actions"),
    width: "72px",
    quiet: true,
    align: "end",
    cell: (session) => <EndButton session={session} />,
  },
];

/** The browsers that are signed in as oneself; an administrator sees all. */
export function SessionsPanel() {
  const t = useT();
  const trpc = useTRPC();
  const sessions = useQuery({ ...trpc.auth.sessions.queryOptions(), staleTime: 0 });
  return (
    <Panel title={t("Sessions")}>
      <p className="text-dim">
        {t("Browsers that are signed in. Ending a session closes what it has open, consoles too.")}
      </p>
      {sessions.isError ? (
        <ErrorPanel title={t("The sessions could not be read")} error={errorBodyOf(sessions.error)} />
      ) : sessions.data === undefined ? (
        <Loading what={t("sessions")} />
      ) : (
        <DataTable
          label={t("Sessions")}
          columns={columnsOf(t)}
          rows={sessions.data.sessions}
          keyOf={(session) => session.id}
        />
      )}
    </Panel>
  );
}

function EndButton({ session: { id, name, from, current } }: { session: Session }) {
  const t = useT();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const ask = useAsk();
  const { report } = useNotices();
  const title = current ? t("End this session") : t("End the session of {name} from {from}", { name, from });
  const end = useMutation(
    trpc.auth.endSession.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: trpc.auth.pathKey() }),
      onError: (error) => report(title, error),
    }),
  );
  const press = async () => {
    const consequence = t(
      "That browser is signed out at once, and its consoles close. Guests do not notice.",
    );
    if ((await ask({ title: `${title}?`, consequence, action: t("End") })) !== undefined) end.mutate({ id });
  };
  return (
    <Button className="h-6 text-small" aria-label={title} busy={end.isPending} onClick={() => void press()}>
      {t("End")}
    </Button>
  );
}

function Time({ at }: { at: string | undefined }) {
  const t = useT();
  return at === undefined ? t("never") : <time dateTime={at}>{formatTime(at, t)}</time>;
}
