import "../styles/globals.css";
import { ConfirmProvider } from "#components/confirm-provider.tsx";
import { TooltipLayer } from "#components/tooltip-layer.tsx";
import { AgentProvider } from "#lib/agent-provider.tsx";
import { MessagesProvider } from "#lib/messages/messages-provider.tsx";
import { NoticesProvider } from "#lib/notices.tsx";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";

export const metadata: Metadata = {
  description: "Virtual machines on this and other hosts: run them, type on their consoles, move them.",
  // An address of this page says which instances exist; nobody else has to know.
  referrer: "no-referrer",
  icons: { icon: "/icon.svg" },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // theme.js sets an attribute here before React starts.
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* Before anything that the bundler loads. */}
        {/* oxlint-disable-next-line nextjs/no-sync-scripts */}
        <script src="/trusted-types.js" />
        {/* It has to run before the first paint, or the page would flash in the other theme. */}
        {/* oxlint-disable-next-line nextjs/no-sync-scripts */}
        <script src="/theme.js" />
      </head>
      <body>
        <MessagesProvider>
          <AgentProvider>
            <NoticesProvider>
              <ConfirmProvider>{children}</ConfirmProvider>
            </NoticesProvider>
          </AgentProvider>
        </MessagesProvider>
        <TooltipLayer />
      </body>
    </html>
  );
}
