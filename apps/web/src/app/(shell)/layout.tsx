"use client";

import { OperationsTray } from "#features/operations/operations-tray.tsx";
import { Hands } from "#features/palette/hands.tsx";
import { Shell } from "#features/shell/shell.tsx";
import { lazy, type ReactNode, Suspense } from "react";

const SignInAgain = lazy(() => import("#features/sign-in/sign-in-again.tsx"));

export default function ShellLayout({ children }: { children: ReactNode }) {
  const signInAgain = (
    <Suspense>
      <SignInAgain />
    </Suspense>
  );
  return (
    <Shell
      tray={
        <>
          <OperationsTray />
          <Hands />
        </>
      }
      signInAgain={signInAgain}
    >
      {children}
    </Shell>
  );
}
