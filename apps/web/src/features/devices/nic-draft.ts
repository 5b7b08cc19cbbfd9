import { typedNumber } from "./typed-number.ts";

/** An interface as somebody writes it down, before anything of it is checked. */
export interface NicDraft {
  readonly network: "user" | "bridge";
  readonly bridge: string;
  readonly vlan: string;
  /** `2222:22`, several parted by commas or blanks. */
  readonly forwards: string;
  readonly mac: string;
  readonly model: string;
  readonly mtu: string;
}

/** The one that needs no rights. */
export const emptyNic: NicDraft = {
  network: "user",
  bridge: "",
  vlan: "",
  forwards: "",
  mac: "",
  model: "virtio",
  mtu: "",
};

/** What `nics.attach` is sent, unchecked. */
export function nicInput(instance: string, draft: NicDraft): Record<string, unknown> {
  const mac = draft.mac.trim().toLowerCase();
  const mtu = typedNumber(draft.mtu);
  const vlan = typedNumber(draft.vlan);
  const network =
    draft.network === "user"
      ? { user: { forward: forwardsOf(draft).map(asForward) } }
      : { bridge: draft.bridge.trim(), ...(vlan !== undefined && { vlan }) };
  return {
    instance,
    nic: { network, model: draft.model, ...(mac !== "" && { mac }), ...(mtu !== undefined && { mtu }) },
  };
}

/** The same as arguments of `gantry`. */
export function nicCommand(instance: string, draft: NicDraft): string[] {
  const optional = (flag: string, value: string) => (value.trim() === "" ? [] : [flag, value.trim()]);
  const network =
    draft.network === "user"
      ? ["--user", ...forwardsOf(draft).flatMap((forward) => ["--forward", forward])]
      : ["--bridge", draft.bridge.trim(), ...optional("--vlan", draft.vlan)];
  return [
    ...["nic", "attach", instance, ...network],
    ...optional("--mac", draft.mac.toLowerCase()),
    ...["--model", draft.model],
    ...optional("--mtu", draft.mtu),
  ];
}

function forwardsOf({ forwards }: NicDraft): string[] {
  return forwards.split(/[\s,]+/).filter((word) => word !== "");
}

/** What is no pair of ports keeps its own words, for the schema to refuse. */
function asForward(text: string): Record<string, unknown> {
  const [host = "", guest = ""] = text.split(":");
  return { host: typedNumber(host), guest: typedNumber(guest) };
}
