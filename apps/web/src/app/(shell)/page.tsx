import { InstancesPage } from "#features/instances/instances-page.tsx";

export default function Page() {
  return <InstancesPage />;
}
