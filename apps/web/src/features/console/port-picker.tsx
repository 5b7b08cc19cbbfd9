"use client";

import { Select } from "#components/ui/field.tsx";

interface PortPickerProps {
  readonly ports: number;
  readonly port: number;
  readonly onChoose: (port: number) => void;
}

/** Which of several serial ports: by the names that Linux and Windows have for them. */
export function PortPicker({ ports, port, onChoose }: PortPickerProps) {
  if (ports < 2) return null;
  return (
    <Select
      aria-label="Serial port"
      className="h-6! max-w-56 text-small"
      value={port}
      onChange={(event) => onChoose(Number(event.target.value))}
    >
      {Array.from({ length: ports }, (_, index) => (
        <option key={index} value={index}>
          ttyS{index}, COM{index + 1}
          {index === 0 ? ": firmware and kernel" : ": what the guest puts there"}
        </option>
      ))}
    </Select>
  );
}
