"use client";

import { ConsoleTab } from "#features/console/console-tab.tsx";
import { DisksTab } from "#features/devices/disks-tab.tsx";
import { InstancePage } from "#features/instances/instance-page.tsx";
import { MigrateTab } from "#features/migration/migrate-tab.tsx";

export default function Page() {
  return (
    <InstancePage
      tabs={{
        console: (instance) => <ConsoleTab key={instance.uuid} instance={instance} />,
        migrate: (instance) => <MigrateTab key={instance.uuid} instance={instance} />,
        disks: (instance) => <DisksTab key={instance.uuid} instance={instance} />,
      }}
    />
  );
}
