"use client";

import { ConsoleTab } from "#features/console/console-tab.tsx";
import { InstancePage } from "#features/instances/instance-page.tsx";
import { MigrateTab } from "#features/migration/migrate-tab.tsx";

export default function Page() {
  return (
    <InstancePage
      consoleTab={(instance) => <ConsoleTab key={instance.uuid} instance={instance} />}
      migrateTab={(instance) => <MigrateTab key={instance.uuid} instance={instance} />}
    />
  );
}
