"use client";

import { Menu } from "#components/ui/menu.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import { useNotices } from "#lib/notices.tsx";
import { useMe } from "#lib/use-me.ts";
import { type Theme, useTheme } from "#lib/use-theme.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";

const themes: readonly { theme: Theme; label: Message }[] = [
  { theme: "light", label: msg("Light") },
  { theme: "dark", label: msg("Dark") },
  { theme: "system", label: msg("As the system") },
];

/** Who is signed in, the theme, and the way out. */
export function UserMenu() {
  const t = useT();
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
      onError: (error) => report(t("Sign out"), error),
    }),
  );
  return (
    <div className="flex shrink-0 items-center border-t border-line p-1.5">
      <Menu
        label={
          me === undefined
            ? t("Account and theme")
            : t("{name} {role}, account and theme", { name: me.name, role: me.role })
        }
        align="start"
        className="h-8! w-full justify-start! text-left"
        heading={
          me === undefined
            ? t("Not signed in")
            : t("{name}, {role} on {host}", { name: me.name, role: me.role, host: me.host })
        }
        items={[
          ...themes.map(({ theme, label }) => ({
            label: t.of(label),
            checked: theme === chosen,
            onSelect: () => choose(theme),
          })),
          { label: t("Settings"), href: "/settings/", apart: true },
          { label: t("Sign out"), apart: true, onSelect: () => signOut.mutate() },
        ]}
      >
        <span className="truncate">{me === undefined ? "…" : me.name}</span>{" "}
        <span className="ml-auto truncate text-small text-faint">{me?.role}</span>
      </Menu>
    </div>
  );
}
