import { HostsPage } from "#features/hosts/hosts-page.tsx";

export default function Page() {
  return <HostsPage />;
}
