"use client";

import { useState } from "react";

/** Whether fingers are what this device is pressed with: its keyboard has no Esc, Ctrl and arrows. */
export function useTouch(): boolean {
  const [isTouch] = useState(() => matchMedia("(pointer: coarse)").matches);
  return isTouch;
}
