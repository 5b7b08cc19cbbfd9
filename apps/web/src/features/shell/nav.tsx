"use client";

import { hostWord, StatusDot, toneOfHost, toneOfInstance, instanceWord } from "#components/status-badge.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { msg } from "#lib/messages/translate.ts";
import { useHosts, useInstances } from "#lib/use-live.ts";
import { hostHref, instanceHref } from "#lib/addresses.ts";
import { clsx } from "clsx";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useState } from "react";
import { SearchBox } from "./search-box.tsx";

/** Instances of one host in the tree; the search finds the others, and the list has all. */
const listedOfHost = 50;

const pages = [
  { href: "/", label: msg("Instances") },
  { href: "/images/", label: msg("Images") },
  { href: "/hosts/", label: msg("Hosts") },
  { href: "/operations/", label: msg("Operations") },
  { href: "/audit/", label: msg("Audit") },
  { href: "/doctor/", label: msg("Doctor") },
] as const;

/** Search, the pages, and every host with its instances. The same in the rail and in the drawer. */
export function Nav({ onLeave }: { onLeave?: () => void }) {
  const t = useT();
  const [search, setSearch] = useState("");
  const router = useRouter();
  const pathname = usePathname();
  const shown = useMatching(search);
  const openFirst = () => {
    const first = shown.flatMap((host) => host.instances)[0];
    if (first === undefined) return;
    setSearch("");
    router.push(instanceHref(first.name));
    onLeave?.();
  };
  return (
    <nav
      aria-label={t("Pages and instances")}
      className="flex min-h-0 flex-1 flex-col gap-2.5 overflow-y-auto px-2 py-2.5"
    >
      <SearchBox value={search} onChange={setSearch} onEnter={openFirst} />
      <ul className="flex flex-col">
        {pages.map(({ href, label }) => (
          <li key={href}>
            <NavLink href={href} current={pathname === href} {...(onLeave ? { onLeave } : {})}>
              {t.of(label)}
            </NavLink>
          </li>
        ))}
      </ul>
      <HostTree hosts={shown} isSearch={search !== ""} {...(onLeave ? { onLeave } : {})} />
    </nav>
  );
}

type HostBranch = ReturnType<typeof useMatching>[number];

function HostTree({
  hosts,
  isSearch,
  onLeave,
}: {
  hosts: readonly HostBranch[];
  isSearch: boolean;
  onLeave?: () => void;
}) {
  const t = useT();
  const pathname = usePathname();
  const name = useSearchParams().get("name");
  const leave = onLeave ? { onLeave } : {};
  return (
    <div>
      <h2 id="nav-hosts" className="px-2 text-tiny leading-6 font-medium text-faint">
        {t("Hosts")}
      </h2>
      {isSearch && hosts.length === 0 && (
        <p className="px-2 text-small text-dim">{t("Nothing has that in its name.")}</p>
      )}
      <ul aria-labelledby="nav-hosts">
        {hosts.map((host) => (
          <li key={host.name}>
            <NavLink
              href={hostHref(host.name)}
              current={pathname === "/host/" && name === host.name}
              {...leave}
            >
              <StatusDot tone={toneOfHost(host)} />
              <span className="truncate">{host.name}</span>
              <span className="sr-only">{hostWord(host, t)}</span>
              {host.maintenance !== undefined && (
                <span aria-hidden className="ml-auto text-tiny text-dim">
                  {t("maintenance")}
                </span>
              )}
            </NavLink>
            <ul>
              {host.instances.slice(0, listedOfHost).map((instance) => (
                <li key={instance.uuid}>
                  <NavLink
                    href={instanceHref(instance.name)}
                    current={pathname === "/instance/" && name === instance.name}
                    inner
                    {...leave}
                  >
                    <StatusDot tone={toneOfInstance(instance.state)} />
                    <span className="truncate">{instance.name}</span>
                    <span className="sr-only">{instanceWord(instance, t)}</span>
                  </NavLink>
                </li>
              ))}
              {host.instances.length > listedOfHost && (
                <li>
                  <NavLink href={`/?host=${host.name}`} current={false} inner {...leave}>
                    {t("{number} more", { number: host.instances.length - listedOfHost })}
                  </NavLink>
                </li>
              )}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface NavLinkProps {
  readonly href: string;
  readonly current: boolean;
  readonly inner?: boolean;
  readonly onLeave?: () => void;
  readonly children: ReactNode;
}

function NavLink({ href, current, inner = false, onLeave, children }: NavLinkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={current ? "page" : undefined}
      onClick={() => onLeave?.()}
      className={clsx(
        "flex h-[26px] items-center gap-2 rounded-md pr-2 max-md:h-9",
        inner ? "pl-6" : "pl-2",
        current ? "bg-selected text-fg" : "hover:bg-hover",
        inner && !current && "text-dim",
      )}
    >
      {children}
    </Link>
  );
}

function useMatching(search: string) {
  const hosts = useHosts() ?? [];
  const instances = useInstances() ?? [];
  const wanted = search.trim().toLowerCase();
  return hosts
    .map((host) => ({
      ...host,
      instances: instances.filter(
        (instance) => instance.host === host.name && instance.name.includes(wanted),
      ),
    }))
    .filter((host) => wanted === "" || host.name.includes(wanted) || host.instances.length > 0);
}
