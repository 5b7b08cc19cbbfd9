import { CreatePage } from "#features/spec/create-page.tsx";

export default function Page() {
  return <CreatePage />;
}
