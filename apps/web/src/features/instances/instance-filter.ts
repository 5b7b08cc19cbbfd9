import { type InstanceState, type InstanceSummary, instanceStates } from "@gantry/kvm-core/model";

/** What the list is narrowed to. It lives in the URL. */
export interface InstanceFilter {
  readonly state: InstanceState | undefined;
  readonly host: string | undefined;
  readonly text: string;
}

/** The filter that a URL asks for; words it does not know filter nothing. */
export function filterOf(get: (key: string) => string | undefined): InstanceFilter {
  const state = get("state");
  return {
    state: instanceStates.find((known) => known === state),
    host: get("host"),
    text: get("q") ?? "",
  };
}

/** The instances that the filter lets through, in the same order. */
export function filtered(instances: readonly InstanceSummary[], filter: InstanceFilter): InstanceSummary[] {
  const text = filter.text.trim().toLowerCase();
  return instances.filter(
    (instance) =>
      (filter.state === undefined || instance.state === filter.state) &&
      (filter.host === undefined || instance.host === filter.host) &&
      (text === "" || instance.name.includes(text) || instance.uuid.startsWith(text)),
  );
}
