"use client";

import { ConsoleTab } from "#features/console/console-tab.tsx";
import { DisksTab } from "#features/devices/disks-tab.tsx";
import { NetworkTab } from "#features/devices/network-tab.tsx";
import { HistoryTab } from "#features/history/history-tab.tsx";
import { InstancePage } from "#features/instances/instance-page.tsx";
import { LogTab } from "#features/log/log-tab.tsx";
import { MigrateTab } from "#features/migration/migrate-tab.tsx";

export default function Page() {
  return (
    <InstancePage
      tabs={{
        console: (instance) => <ConsoleTab key={instance.uuid} instance={instance} />,
        migrate: (instance) => <MigrateTab key={instance.uuid} instance={instance} />,
        disks: (instance) => <DisksTab key={instance.uuid} instance={instance} />,
        log: (instance) => <LogTab key={instance.uuid} instance={instance} />,
        history: (instance) => <HistoryTab key={instance.uuid} instance={instance} />,
        network: (instance) => <NetworkTab key={instance.uuid} instance={instance} />,
      }}
    />
  );
}
