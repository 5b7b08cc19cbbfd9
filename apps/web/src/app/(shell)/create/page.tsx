import { CreatePage } from "#features/create/create-page.tsx";

export default function Page() {
  return <CreatePage />;
}
