"use client";

import { Button } from "#components/ui/button.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useNow } from "#lib/use-now.ts";
import type { UpControl } from "@gantry/kvm-core/model";
import { useEffect, useState } from "react";
import { type ConsoleState, isOff } from "../console-state.ts";
import { idleWords, seatWords } from "../console-words.ts";

interface SeatBarProps {
  readonly state: ConsoleState;
  readonly tell: (control: UpControl) => void;
  /** How often a key was pressed that could not be typed. */
  readonly refusedKeys: number;
}

const quiet = "h-6 px-1.5 text-small";

/** Who types, since when not any more, and the ways to the keyboard: ask, take over, give back. */
export function SeatBar({ state, tell, refusedKeys }: SeatBarProps) {
  const t = useT();
  const { seat, mode, line } = state;
  if (line.phase !== "live" || isOff(state)) return null;
  const isTaken = seat.holder !== null && !seat.mine;
  const wants = mode === "write" && isTaken;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <span role="status">
        {seatWords(state, t)}
        {wants &&
          seat.asked &&
          `. ${t("You asked {name} for the keyboard; after a minute without a key it is yours", { name: seat.holder ?? "" })}`}
        {wants &&
          refusedKeys > 0 &&
          !seat.asked &&
          `. ${t("Not typed: {name} has the keyboard", { name: seat.holder ?? "" })}`}
      </span>
      {isTaken && <Idle state={state} />}
      {wants && (
        <>
          {seat.asked ? (
            <Button look="quiet" className={quiet} onClick={() => tell({ type: "seat", action: "release" })}>
              {t("Stop asking")}
            </Button>
          ) : (
            <Button className={quiet} onClick={() => tell({ type: "seat", action: "request" })}>
              {t("Ask for the keyboard")}
            </Button>
          )}
          <Button className={quiet} onClick={() => tell({ type: "seat", action: "take" })}>
            {t("Take over")}
          </Button>
        </>
      )}
      {seat.mine && state.viewers.length > 1 && (
        <Button look="quiet" className={quiet} onClick={() => tell({ type: "seat", action: "release" })}>
          {t("Release")}
        </Button>
      )}
    </span>
  );
}

/** Beside the words, not in them: a screen reader would read every second. */
function Idle({ state }: { state: ConsoleState }) {
  const t = useT();
  const words = idleWords(state, useNow(1_000), t);
  return words === undefined ? null : <span className="text-faint">{words}</span>;
}

/** Somebody asks the holder for the keyboard: give it, or keep it. */
export function SeatRequest({ state, tell }: Pick<SeatBarProps, "state" | "tell">) {
  const t = useT();
  const [kept, setKept] = useState("");
  const { seat } = state;
  const askers = seat.asking.join(", ");
  useEffect(() => {
    // Who stops asking and asks again is heard again.
    if (askers === "") setKept("");
  }, [askers]);
  if (!seat.mine || askers === "" || askers === kept) return null;
  return (
    <div
      role="alert"
      className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 border-l-2 border-accent px-3 py-0.5"
    >
      <p className="min-w-0 flex-1 basis-64 break-words">
        {t.many(seat.asking.length, "{names} asks for the keyboard.", "{names} ask for the keyboard.", {
          names: askers,
        })}
      </p>
      <Button onClick={() => tell({ type: "seat", action: "release" })}>{t("Give it")}</Button>
      <Button look="quiet" onClick={() => setKept(askers)}>
        {t("Keep it")}
      </Button>
    </div>
  );
}
