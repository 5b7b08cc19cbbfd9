"use client";

import { useEffect, useState } from "react";

interface Tip {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly above: boolean;
}

const room = 64;

/**
 * The one tooltip of the page: it shows the `data-tip` of whatever is under the pointer or has the focus. The same text
 * stands in `aria-description`, so the layer itself is for eyes only. Escape hides it.
 */
export function TooltipLayer() {
  const [tip, setTip] = useState<Tip>();

  useEffect(() => {
    const show = (event: Event) => setTip(tipOf(event.target));
    const hide = () => setTip(undefined);
    const hideOnEscape = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    const listening = new AbortController();
    const options = { capture: true, signal: listening.signal };
    document.addEventListener("pointerover", show, options);
    document.addEventListener("focusin", show, options);
    document.addEventListener("focusout", hide, options);
    document.addEventListener("scroll", hide, options);
    document.addEventListener("keydown", hideOnEscape, options);
    return () => listening.abort();
  }, []);

  if (tip === undefined) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed z-50 w-max max-w-72 -translate-x-1/2 rounded-md border border-line bg-raised px-2 py-1 text-small shadow-float data-[above=true]:-translate-y-full"
      data-above={tip.above}
      style={{ left: tip.x, top: tip.y }}
    >
      {tip.text}
    </div>
  );
}

function tipOf(target: EventTarget | null): Tip | undefined {
  const owner = target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
  const text = owner?.dataset["tip"];
  if (!owner || text === undefined || text === "") return undefined;
  const box = owner.getBoundingClientRect();
  const above = box.bottom + room > window.innerHeight;
  const half = Math.min(144, window.innerWidth / 2 - 8);
  const middle = box.left + box.width / 2;
  const x = Math.min(Math.max(middle, half + 8), window.innerWidth - half - 8);
  return { text, x, y: above ? box.top - 6 : box.bottom + 6, above };
}
