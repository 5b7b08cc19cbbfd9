"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";

const groups: readonly { title: Message; keys: readonly (readonly [string, Message])[] }[] = [
  {
    title: msg("Everywhere"),
    keys: [
      ["Ctrl K or ⌘ K", msg("Go to a page, an instance or a host; act on this instance")],
      ["/", msg("Search hosts and instances")],
      ["o", msg("Open or close the operations")],
      ["?", msg("This list")],
      ["Escape", msg("Close what is open")],
    ],
  },
  {
    title: msg("In a table"),
    keys: [
      ["j or ↓", msg("Next row")],
      ["k or ↑", msg("Row before")],
      ["Home, End", msg("First row, last row")],
      ["Enter", msg("Open")],
      ["x", msg("Choose, for acting on several")],
      ["Shift F10", msg("What can be done with it")],
    ],
  },
  {
    title: msg("In a console"),
    keys: [
      ["Ctrl Shift E", msg("Leave the terminal; all other keys are the guest's")],
      ["Ctrl Shift F", msg("Find in the terminal")],
    ],
  },
];

/** Which keys do what. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <Dialog title={t("Keys")} onClose={onClose}>
      {/* A part that scrolls can be reached by the keyboard. */}
      <div
        tabIndex={0}
        role="group"
        aria-label={t("Keys")}
        className="flex min-h-0 flex-col gap-3 overflow-y-auto px-1 -outline-offset-2"
      >
        {groups.map(({ title, keys }) => (
          <section key={title.text}>
            <h3 className="text-small font-medium text-dim">{t.of(title)}</h3>
            <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-4 gap-y-0.5">
              {keys.map(([key, what]) => (
                <div key={key} className="contents">
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd className="text-dim">{t.of(what)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
