"use client";

import type { InstanceSummary } from "@gantry/kvm-core/model";
import { useEffect, useState } from "react";
import type { ConsoleHandle } from "../use-console.ts";

const silentAfterMs = 10_000;

/** Whether the guest has run for ten seconds without writing a byte. */
export function useSilence(instance: InstanceSummary, { heard, state }: ConsoleHandle): boolean {
  const [isSilent, setSilent] = useState(false);
  const watches = instance.state === "running" && state.line.phase === "live";
  useEffect(() => {
    setSilent(false);
    if (!watches) return;
    const look = () =>
      setSilent(heard.current === 0 && Date.now() - Date.parse(instance.since) > silentAfterMs);
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, [watches, instance.since, heard]);
  return isSilent;
}
