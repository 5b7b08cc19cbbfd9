"use client";

import type { ComponentProps, MouseEvent } from "react";
import { goToPlace, hrefOf } from "../console-place.ts";
import type { LogPlace } from "./log-place.ts";

interface PlaceLinkProps extends ComponentProps<"a"> {
  readonly place: LogPlace;
}

/** A link to a line of a boot: to be followed, copied, or opened elsewhere. */
export function PlaceLink({ place, children, ...rest }: PlaceLinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goToPlace(place);
  };
  return (
    <a {...rest} href={hrefOf(place)} onClick={follow}>
      {children}
    </a>
  );
}
