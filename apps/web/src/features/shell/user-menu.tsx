"use client";

import { Menu } from "#components/ui/menu.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { useNotices } from "#lib/notices.tsx";
import { useMe } from "#lib/use-me.ts";
import { type Theme, useTheme } from "#lib/use-theme.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";

const themes: readonly { theme: Theme; label: string }[] = [
  { theme: "light", label: "Light" },
  { theme: "dark", label: "Dark" },
  { theme: "system", label: "As the system" },
];

/** Who is signed in, the theme, and the way out. */
export function UserMenu() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const { report } = useNotices();
  const { theme: chosen, choose } = useTheme();
  const { data: me } = useMe();
  const signOut = useMutation(
    trpc.auth.signOut.mutationOptions({
      onSuccess: () => {
        router.replace("/sign-in/");
        cache.clear();
      },
      onError: (error) => report("Sign out", error),
    }),
  );
  return (
    <div className="flex shrink-0 items-center border-t border-line p-1.5">
      <Menu
        label={me === undefined ? "Account and theme" : `${me.name} ${me.role}, account and theme`}
        align="start"
        className="h-8! w-full justify-start! text-left"
        heading={me === undefined ? "Not signed in" : `${me.name}, ${me.role} on ${me.host}`}
        items={[
          ...themes.map(({ theme, label }) => ({
            label,
            checked: theme === chosen,
            onSelect: () => choose(theme),
          })),
          { label: "Settings", href: "/settings/", apart: true },
          { label: "Sign out", apart: true, onSelect: () => signOut.mutate() },
        ]}
      >
        <span className="truncate">{me === undefined ? "…" : me.name}</span>{" "}
        <span className="ml-auto truncate text-small text-faint">{me?.role}</span>
      </Menu>
    </div>
  );
}
