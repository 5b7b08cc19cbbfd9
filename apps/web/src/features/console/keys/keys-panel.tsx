"use client";

import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/field.tsx";
import { useAsk } from "#lib/confirm.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { UpControl } from "@gantry/kvm-core/model";
import { useState } from "react";
import {
  controlKeys,
  editingKeys,
  functionKeys,
  noModifiers,
  type NamedKey,
  type StickyModifiers,
  withModifiers,
} from "./named-keys.ts";
import { sysRqs } from "./sysrq.ts";

interface KeysPanelProps {
  readonly instance: string;
  /** Why nothing can be typed now. */
  readonly blocked: string | undefined;
  readonly sticky: StickyModifiers;
  readonly onSticky: (sticky: StickyModifiers) => void;
  readonly onType: (keys: string) => void;
  readonly onTell: (control: UpControl) => void;
}

const keyClass = "h-7 min-w-9 px-2 text-small pointer-coarse:h-10 pointer-coarse:min-w-11";

/** Keys that a browser keeps for itself or a phone does not have. Ctrl and Alt stay down for the next key. */
export default function KeysPanel({ instance, blocked, sticky, onSticky, onType, onTell }: KeysPanelProps) {
  const t = useT();
  const press = (keys: string) => {
    onType(withModifiers(keys, sticky));
    onSticky(noModifiers);
  };
  const key = ({ name, bytes, says }: NamedKey) => (
    <Button
      key={name}
      className={keyClass}
      blocked={blocked}
      // The terminal keeps the focus, and a phone its keyboard.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => press(bytes)}
    >
      {name}
      {says !== undefined && <span className="sr-only"> {says}</span>}
    </Button>
  );
  const modifier = (name: "ctrl" | "alt", label: string) => (
    <Button
      className={keyClass}
      aria-pressed={sticky[name]}
      blocked={blocked}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onSticky({ ...sticky, [name]: !sticky[name] })}
    >
      {label}
    </Button>
  );
  return (
    <div
      role="group"
      aria-label={t("Keys for the guest")}
      className="flex flex-wrap gap-1 border-x border-b border-line px-2 py-1.5 max-md:flex-nowrap max-md:overflow-x-auto"
    >
      {editingKeys.slice(0, 2).map(key)}
      {modifier("ctrl", "Ctrl")}
      {modifier("alt", "Alt")}
      {editingKeys.slice(2).map(key)}
      <Gap />
      {controlKeys.map(key)}
      <Gap />
      {functionKeys.map(key)}
      <Gap />
      <Button className={keyClass} blocked={blocked} onClick={() => onTell({ type: "break" })}>
        {t("BREAK")}
      </Button>
      <SysRqKey instance={instance} blocked={blocked} onTell={onTell} />
      <Button className={keyClass} blocked={blocked} onClick={() => onTell({ type: "ctrl-alt-del" })}>
        {t("Ctrl-Alt-Del to the graphic keyboard")}
      </Button>
    </div>
  );
}

function SysRqKey({ instance, blocked, onTell }: Pick<KeysPanelProps, "instance" | "blocked" | "onTell">) {
  const t = useT();
  const [chosen, setChosen] = useState("h");
  const ask = useAsk();
  const send = async () => {
    const sysRq = sysRqs.find(({ key }) => key === chosen);
    if (sysRq === undefined) return;
    const question = {
      title: t("Send SysRq {chosen} to {instance}?", { chosen, instance }),
      consequence: [
        t("Its kernel {does}.", { does: t.of(sysRq.does) }),
        sysRq.loses === undefined ? [] : t.of(sysRq.loses),
      ]
        .flat()
        .join(" "),
      action: t("Send {chosen}", { chosen }),
    };
    if (sysRq.loses !== undefined && (await ask(question)) === undefined) return;
    onTell({ type: "sysrq", key: chosen });
  };
  return (
    <span className="inline-flex shrink-0 items-center">
      <Select
        aria-label={t("Letter of Magic SysRq")}
        className="h-7! max-w-52 rounded-r-none text-small pointer-coarse:h-10!"
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
      >
        {sysRqs.map(({ key, does, loses }) => (
          <option key={key} value={key}>
            {`SysRq ${key}: ${t.of(does)}`}
            {loses === undefined ? "" : " …"}
          </option>
        ))}
      </Select>
      <Button
        className={`${keyClass} rounded-l-none border-l-0`}
        blocked={blocked}
        onClick={() => void send()}
      >
        {t("Send")}
      </Button>
    </span>
  );
}

function Gap() {
  return <span aria-hidden className="w-1.5 shrink-0" />;
}
