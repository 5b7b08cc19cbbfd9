"use client";

import { Dialog } from "#components/ui/dialog.tsx";

const groups: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    title: "Everywhere",
    keys: [
      ["Ctrl K or ⌘ K", "Go to a page, an instance or a host; act on this instance"],
      ["/", "Search hosts and instances"],
      ["o", "Open or close the operations"],
      ["?", "This list"],
      ["Escape", "Close what is open"],
    ],
  },
  {
    title: "In a table",
    keys: [
      ["j or ↓", "Next row"],
      ["k or ↑", "Row before"],
      ["Home, End", "First row, last row"],
      ["Enter", "Open"],
      ["x", "Choose, for acting on several"],
      ["Shift F10", "What can be done with it"],
    ],
  },
  {
    title: "In a console",
    keys: [
      ["Ctrl Shift E", "Leave the terminal; all other keys are the guest's"],
      ["Ctrl Shift F", "Find in the terminal"],
    ],
  },
];

/** Which keys do what. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      {/* A part that scrolls can be reached by the keyboard. */}
      <div
        tabIndex={0}
        role="group"
        aria-label="Keys"
        className="flex min-h-0 flex-col gap-3 overflow-y-auto px-1 -outline-offset-2"
      >
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="text-small font-medium text-dim">{title}</h3>
            <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-4 gap-y-0.5">
              {keys.map(([key, what]) => (
                <div key={key} className="contents">
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd className="text-dim">{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
