"use client";

import { createContext, use } from "react";

/** A question before something that cannot be taken back. It names the object. */
export interface Question {
  /** "Force stop web-1?" */
  readonly title: string;
  /** What will happen and what is lost. */
  readonly consequence: string;
  /** The verb on the button that goes on: "Force stop". */
  readonly action: string;
  /** A choice that may be ticked with it. */
  readonly option?: string;
}

/** Undefined: no. Otherwise yes, and whether the option was ticked. */
export type Answer = { readonly option: boolean } | undefined;

/** Asks; resolves when the person has answered. */
export type Ask = (question: Question) => Promise<Answer>;

/** Filled by the dialog at the root of the page. */
export const AskContext = createContext<Ask | undefined>(undefined);

/** The way to ask before doing. */
export function useAsk(): Ask {
  const ask = use(AskContext);
  if (ask === undefined) throw new Error("ConfirmProvider is missing above this component.");
  return ask;
}
