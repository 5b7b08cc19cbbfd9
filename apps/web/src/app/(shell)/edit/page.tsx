import { EditPage } from "#features/spec/edit-page.tsx";

export default function Page() {
  return <EditPage />;
}
