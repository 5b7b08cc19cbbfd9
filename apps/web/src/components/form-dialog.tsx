"use client";

import { focusedControl } from "#lib/focused-control.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { ErrorBody } from "@gantry/kvm-core/model";
import { Dialog } from "radix-ui";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import { ErrorPanel } from "./error-panel.tsx";
import { type AskedOtherwise, OtherWays } from "./other-ways.tsx";
import { Button } from "./ui/button.tsx";

interface FormDialogProps {
  /** The verb and the object: "Enlarge disk data of demo". */
  readonly title: string;
  /** What will happen, and what is lost when something is. */
  readonly consequence?: ReactNode;
  /** The verb on the button that goes on. */
  readonly action: string;
  /** What it does cannot be taken back: the safe answer has the focus. */
  readonly danger?: boolean;
  /** Why it cannot be done now. */
  readonly blocked?: string | undefined;
  readonly busy: boolean;
  /** How far it is, while it is under way. */
  readonly progress?: string | undefined;
  /** Why the agent refused, or how it failed. What was typed stays. */
  readonly error?: ErrorBody | undefined;
  /** Faults that belong to no field. */
  readonly others?: readonly string[];
  readonly otherWays: AskedOtherwise;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** A form in a dialog. It stays open until what it asked for has happened: a late refusal finds what was typed. */
export function FormDialog({ title, consequence, danger = false, onClose, ...rest }: FormDialogProps) {
  const [opener] = useState(focusedControl);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[oklch(0%_0_0/0.4)]" />
        <Dialog.Content
          {...(consequence === undefined ? { "aria-describedby": undefined } : {})}
          onOpenAutoFocus={(event) => {
            const { target } = event;
            if (!danger || !(target instanceof HTMLElement)) return;
            event.preventDefault();
            target.querySelector<HTMLElement>("[data-safe]")?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener?.focus();
          }}
          className="fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-24px)] w-[min(520px,calc(100vw-24px))] -translate-x-1/2 -translate-y-1/2 flex-col gap-3 overflow-y-auto rounded-md border border-line bg-raised p-4 shadow-float outline-none"
        >
          <Dialog.Title className="text-title font-semibold break-words">{title}</Dialog.Title>
          {consequence !== undefined && (
            <Dialog.Description asChild>
              <div className="flex flex-col gap-1 break-words text-dim">{consequence}</div>
            </Dialog.Description>
          )}
          <DialogForm {...rest} danger={danger} onClose={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function DialogForm(props: Omit<FormDialogProps, "title" | "consequence">) {
  const t = useT();
  const { action, danger, blocked, busy, progress, error, others = [], children, onSubmit, onClose } = props;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    // Forms of a dialog are drawn elsewhere, but React passes their events on to what is around them.
    event.stopPropagation();
    if (!busy && blocked === undefined) onSubmit();
  };
  return (
    <form noValidate className="flex flex-col gap-3" onSubmit={submit}>
      {children}
      {others.length > 0 && (
        <ul role="alert" className="list-disc pl-5 text-bad-text">
          {others.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {error !== undefined && <ErrorPanel title={t("{action}: not done", { action })} error={error} />}
      <p role="status" className="text-dim empty:hidden">
        {busy ? progress : ""}
      </p>
      <OtherWays {...props.otherWays} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button data-safe onClick={onClose}>
          {busy ? t("Close") : t("Cancel")}
        </Button>
        <Button type="submit" look={danger ? "danger" : "primary"} busy={busy} blocked={blocked}>
          {action}
        </Button>
      </div>
    </form>
  );
}
