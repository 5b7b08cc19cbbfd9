"use client";

import { Button } from "#components/ui/button.tsx";
import { MoreIcon } from "#components/icons.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { verbsToShow, type PowerVerb } from "#lib/power-verbs.ts";
import { usePowerActions } from "#lib/use-power-action.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";

const inMenu: readonly PowerVerb[] = ["suspend", "delete"];

/** The power group of an instance's page. */
export function PowerButtons({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  const action = usePowerActions();
  return (
    <>
      {verbsToShow(instance.state).map((verb) => {
        const { label, blocked, busy, run } = action(instance, verb);
        return (
          <Button
            key={verb}
            className="max-md:px-1.5"
            blocked={busy ? undefined : blocked}
            busy={busy}
            onClick={() => void run()}
          >
            {label}
          </Button>
        );
      })}
      <Menu
        label={t("More for {name}", { name: instance.name })}
        className="size-7 px-0!"
        items={inMenu.map((verb) => {
          const { label, blocked, run } = action(instance, verb);
          return { label, blocked, danger: verb === "delete", onSelect: () => void run() };
        })}
      >
        <MoreIcon />
      </Menu>
    </>
  );
}
