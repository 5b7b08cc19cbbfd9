import { RepairPage } from "#features/migration/repair-page.tsx";

export default function Page() {
  return <RepairPage />;
}
