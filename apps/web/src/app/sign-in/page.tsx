import { SignInPage } from "#features/sign-in/sign-in-page.tsx";
import { Suspense } from "react";

export default function Page() {
  return (
    <Suspense>
      <SignInPage />
    </Suspense>
  );
}
