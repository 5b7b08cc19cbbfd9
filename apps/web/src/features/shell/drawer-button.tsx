"use client";

import { MenuIcon } from "#components/icons.tsx";
import { Button } from "#components/ui/button.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { lazy, Suspense, useState } from "react";
import { Nav } from "./nav.tsx";
import { UserMenu } from "./user-menu.tsx";

const Drawer = lazy(() => import("#components/ui/drawer.tsx"));

/** On narrow screens the rail is behind this button. */
export function DrawerButton() {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <div className="z-10 self-start p-2 [grid-area:header] md:hidden">
      <Button
        look="quiet"
        aria-label={t("Pages and instances")}
        aria-expanded={isOpen}
        className="size-8 px-0"
        onClick={() => setOpen(true)}
      >
        <MenuIcon />
      </Button>
      {isOpen && (
        <Suspense>
          <Drawer label={t("Pages and instances")} onClose={close}>
            <Nav onLeave={close} />
            <UserMenu />
          </Drawer>
        </Suspense>
      )}
    </div>
  );
}
