"use client";

import { Select } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";

interface PortPickerProps {
  readonly ports: number;
  readonly port: number;
  readonly onChoose: (port: number) => void;
}

/** Which of several serial ports: by the names that Linux and Windows have for them. */
export function PortPicker({ ports, port, onChoose }: PortPickerProps) {
  const t = useT();
  if (ports < 2) return null;
  return (
    <Select
      aria-label={t("Serial port")}
      className="h-6! max-w-56 text-small"
      value={port}
      onChange={(event) => onChoose(Number(event.target.value))}
    >
      {Array.from({ length: ports }, (_, index) => (
        <option key={index} value={index}>
          {index === 0
            ? t("ttyS{index}, COM{com}: firmware and kernel", { index, com: index + 1 })
            : t("ttyS{index}, COM{com}: what the guest puts there", { index, com: index + 1 })}
        </option>
      ))}
    </Select>
  );
}
