import { DoctorPage } from "#features/doctor/doctor-page.tsx";

export default function Page() {
  return <DoctorPage />;
}
