import type { Translate } from "#lib/messages/translate.ts";
import type {
  GuestInfo,
  InstanceDetail,
  InstanceSpec,
  InstanceState,
  NicRate,
  NicSpec,
} from "@gantry/kvm-core/model";
import { isLive } from "./disk-facts.ts";

/** One interface, with what is known of it beside its spec. */
export interface KnownNic {
  readonly nic: NicSpec;
  /** By MAC, or by name where a spec has none yet. */
  readonly reference: string;
  /** Its name in the machine, such as `nic-0`; only a running QEMU tells it. */
  readonly name: string | undefined;
  readonly tap: string | undefined;
  readonly receiveBytes: number | undefined;
  readonly transmitBytes: number | undefined;
}

/** The interfaces of an instance, in the order of its spec. */
export function nicsOf({ spec, figures }: InstanceDetail): KnownNic[] {
  return spec.nics.map((nic, index) => {
    const live = figures?.nics.find((one) => one.mac === nic.mac);
    return {
      nic,
      reference: nic.mac ?? live?.name ?? `nic-${index}`,
      name: live?.name,
      tap: live?.tap,
      receiveBytes: live?.receiveBytes,
      transmitBytes: live?.transmitBytes,
    };
  });
}

/** What the guest says are its addresses on the interface with this MAC; undefined when it names none such. */
export function addressesOf(
  info: GuestInfo | undefined,
  mac: string | undefined,
): readonly string[] | undefined {
  return info?.interfaces?.find((one) => one.mac !== undefined && one.mac.toLowerCase() === mac)?.addresses;
}

/** What an interface is attached to, in words. */
export function networkText({ network }: Pick<NicSpec, "network">, t: Translate): string {
  if ("user" in network) return t("user mode");
  return network.vlan === undefined
    ? t("bridge {bridge}", { bridge: network.bridge })
    : t("bridge {bridge}, VLAN {vlan}", { bridge: network.bridge, vlan: network.vlan });
}

/** The forwards of one in user mode, each as where it listens and where it leads. */
export function forwardTexts({ network }: Pick<NicSpec, "network">): string[] {
  return "user" in network
    ? network.user.forward.map(({ host, guest }) => `127.0.0.1:${host} → ${guest}`)
    : [];
}

/** "at most 100 Mbit/s received", or nothing. */
export function rateTexts(rate: NicRate | undefined, t: Translate): string[] {
  return [
    rate?.receiveMbit === undefined ? [] : t("{rate} received", { rate: `${rate.receiveMbit} Mbit/s` }),
    rate?.transmitMbit === undefined ? [] : t("{rate} sent", { rate: `${rate.transmitMbit} Mbit/s` }),
  ].flat();
}

/** Why an interface cannot be limited, whatever the instance does. */
export function whyNotLimit({ network }: Pick<NicSpec, "network">, t: Translate): string | undefined {
  return "user" in network ? t("A network in user mode cannot be limited; use a bridge.") : undefined;
}

/** Why an interface cannot be taken out while the instance runs. */
export function whyNotUnplug(
  { model }: Pick<NicSpec, "model">,
  { machine }: Pick<InstanceSpec, "machine">,
  state: InstanceState,
  t: Translate,
): string | undefined {
  return isLive(state) && machine === "q35" && model === "e1000"
    ? t("An e1000 of a q35 cannot be unplugged while it runs; stop it first.")
    : undefined;
}
