"use client";

import { isSignedOut } from "#lib/agent-error.ts";
import { LiveData } from "#lib/live-data.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { UrlStateProvider } from "#lib/url-state.tsx";
import { useMe } from "#lib/use-me.ts";
import { Loading } from "#components/empty-state.tsx";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, Suspense, useEffect } from "react";
import { AgentBanner } from "./agent-banner.tsx";
import { DrawerButton } from "./drawer-button.tsx";
import { Nav } from "./nav.tsx";
import { UserMenu } from "./user-menu.tsx";

interface ShellProps {
  /** The operations tray, and what is above all pages. */
  readonly tray: ReactNode;
  /** Stands over a page whose session has ended, until somebody has signed in again. */
  readonly signInAgain: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page behind the sign-in: rail, banner, the page and the tray. */
export function Shell({ tray, signInAgain, children }: ShellProps) {
  const t = useT();
  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)_auto] [grid-template-areas:'banner'_'header'_'main'_'tray'] md:grid-cols-[224px_minmax(0,1fr)] md:[grid-template-areas:'banner_banner'_'header_header'_'rail_main'_'tray_tray']">
      <a
        href="#main"
        className="absolute -top-10 left-2 z-50 rounded-md bg-accent px-3 py-1 text-on-accent focus:top-2"
      >
        {t("Skip to the page")}
      </a>
      <Suspense fallback={<Loading what="Gantry" />}>
        <UrlStateProvider>
          <SignedIn signInAgain={signInAgain}>
            <AgentBanner />
            <div className="hidden min-h-0 flex-col border-r border-line bg-panel [grid-area:rail] md:flex">
              <Nav />
              <UserMenu />
            </div>
            <DrawerButton />
            {children}
            {tray}
          </SignedIn>
        </UrlStateProvider>
      </Suspense>
    </div>
  );
}

/**
 * Lets nobody see the frame who is not signed in: they are sent to the sign-in page and come back here after it. Whose session ends
 * on a page signs in again over it, and what they had typed is still there.
 */
function SignedIn({ signInAgain, children }: { signInAgain: ReactNode; children: ReactNode }) {
  const t = useT();
  const me = useMe();
  const router = useRouter();
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const isSignedOutNow = me.isError && isSignedOut(me.error);
  const hasEnded = isSignedOutNow && me.data !== undefined;
  const mustSignIn = isSignedOutNow && !hasEnded;

  useEffect(() => {
    if (!mustSignIn) return;
    // A link may name a line of a log behind its #.
    const next = `${pathname}${query === "" ? "" : `?${query}`}${window.location.hash}`;
    router.replace(next === "/" ? "/sign-in/" : `/sign-in/?${new URLSearchParams({ next }).toString()}`);
  }, [mustSignIn, router, pathname, query]);

  if (mustSignIn) return <Loading what={t("the sign-in page")} />;
  return (
    <>
      {me.isSuccess && <LiveData />}
      {children}
      {hasEnded && signInAgain}
    </>
  );
}
