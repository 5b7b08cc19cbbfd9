import { HostPage } from "#features/hosts/host-page.tsx";

export default function Page() {
  return <HostPage />;
}
