"use client";

import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useUrlState } from "#lib/url-state.tsx";
import { type InstanceDetail, type InstanceSummary, mostNics } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { AttachAgain } from "./attach-again.tsx";
import { NicDialog } from "./nic-dialog.tsx";
import { NicTable } from "./nic-table.tsx";
import { useDetail } from "./use-detail.ts";
import { useOpenDialog } from "./use-open-dialog.ts";
import { useWhyNot } from "./use-why-not.ts";

/** The network interfaces, and what can be done with them while the guest runs. */
export default function NetworkView({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  const detail = useDetail(instance);
  const { open } = useOpenDialog();
  const whyNot = useWhyNot(instance);
  const guest = useGuest(instance, detail.data);
  const { data } = detail;

  if (instance.state === "unknown" && data === undefined) {
    return (
      <p className="text-dim">
        {t("{host} does not answer; what it is attached to is not known.", { host: instance.host })}
      </p>
    );
  }
  if (detail.isError && data === undefined) {
    return <ErrorPanel title={t("The interfaces could not be read")} error={errorBodyOf(detail.error)} />;
  }
  if (data === undefined) return <Loading what={t("the interfaces")} />;
  const { nics } = data.spec;
  return (
    <>
      <Panel
        title={t("Interfaces")}
        aside={
          <div className="-my-1 flex flex-wrap justify-end gap-2">
            <Button className="text-small" blocked={guest.blocked} busy={guest.busy} onClick={guest.ask}>
              {t("Ask guest for addresses")}
            </Button>
            <Button
              className="text-small"
              blocked={
                whyNot("plug") ??
                (nics.length >= mostNics
                  ? t("A machine holds at most {mostNics} interfaces.", { mostNics })
                  : undefined)
              }
              onClick={() => open("attach")}
            >
              {t("Attach interface…")}
            </Button>
          </div>
        }
      >
        {nics.length === 0 ? (
          <p className="text-dim">{t("It has no network interface.")}</p>
        ) : (
          <NicTable instance={instance} detail={data} guest={guest.info} />
        )}
        <AttachAgain kind="nic" instance={instance} detail={data} />
        {guest.error !== undefined && (
          <ErrorPanel title={t("The guest told no addresses")} error={guest.error} />
        )}
      </Panel>
      <NicDialog instance={instance} detail={data} />
    </>
  );
}

/** What the agent inside the guest says. It is asked only when somebody wants to know; the wish is in the address. */
function useGuest(instance: InstanceSummary, detail: InstanceDetail | undefined) {
  const t = useT();
  const trpc = useTRPC();
  const { get, set } = useUrlState();
  const isAsked = get("addresses") === "asked";
  const blocked =
    instance.state !== "running"
      ? t("Only a running guest can be asked.")
      : detail?.spec.guestAgent === false
        ? t("It has no channel to a guest agent.")
        : undefined;
  const query = useQuery({
    ...trpc.guest.info.queryOptions({ instance: instance.name }),
    enabled: isAsked && blocked === undefined && detail !== undefined,
    staleTime: 0,
    retry: false,
  });
  return {
    info: query.data,
    error: query.isError && blocked === undefined ? errorBodyOf(query.error) : undefined,
    busy: query.isFetching,
    blocked,
    ask: () => {
      if (isAsked) void query.refetch();
      else set({ addresses: "asked" });
    },
  };
}
