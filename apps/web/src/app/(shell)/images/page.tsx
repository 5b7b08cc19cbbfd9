import { ImagesPage } from "#features/images/images-page.tsx";

export default function Page() {
  return <ImagesPage />;
}
