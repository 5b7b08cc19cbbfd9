"use client";

import type { ComponentProps, MouseEvent } from "react";
import { buttonClass, type ButtonLook } from "./button-class.ts";

interface ButtonProps extends Omit<ComponentProps<"button">, "disabled"> {
  readonly look?: ButtonLook;
  /** Why it cannot be pressed now. The button stays reachable and says so, to the eye and to a screen reader. */
  readonly blocked?: string | undefined;
  /** The agent is at it: a moving arc, and no second press. */
  readonly busy?: boolean;
}

/** The one button. There is no plain `disabled`: a control that cannot be used says why. */
export function Button({ look, blocked, busy = false, className, onClick, children, ...rest }: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (blocked !== undefined || busy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="button"
      {...rest}
      {...(blocked === undefined ? {} : { "aria-description": blocked, "data-tip": blocked })}
      aria-disabled={blocked !== undefined || busy || undefined}
      aria-busy={busy || undefined}
      className={buttonClass(look, className)}
      onClick={press}
    >
      {busy && <span aria-hidden className="arc size-2.5 rounded-full" />}
      {children}
    </button>
  );
}
