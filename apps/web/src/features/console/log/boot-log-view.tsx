"use client";

import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox, Select } from "#components/ui/field.tsx";
import { useUrlState } from "#lib/url-state.tsx";
import { count, formatBytes, formatTime } from "#lib/format.ts";
import type { ConsoleBoot } from "@gantry/kvm-core/model";
import { goToPlace, keepingPlace, useConsolePlace } from "../console-place.ts";
import { castEvents, castFile } from "../play/cast-of-boot.ts";
import { ClearLogButton } from "./clear-log-button.tsx";
import { LogTable } from "./log-table.tsx";
import { saveFile } from "./save-file.ts";
import { useBootLog } from "./use-boot-log.ts";

interface BootLogViewProps {
  readonly instance: string;
  readonly port: number;
  /** The newest first. */
  readonly boots: readonly ConsoleBoot[];
  readonly boot: ConsoleBoot;
  readonly line: number | undefined;
  readonly sought: { readonly text: string; readonly matchCase: boolean };
  readonly size: { readonly cols: number; readonly rows: number };
  readonly onCleared: () => void;
}

const quiet = "h-7 px-2 text-small";

/** One boot: which, its lines, and what can be done with them. */
export function BootLogView(props: BootLogViewProps) {
  const { instance, port, boots, boot, line, sought, size, onCleared } = props;
  const { get, set } = useUrlState();
  const { show } = useConsolePlace();
  const log = useBootLog({ instance, port, boot });
  const { lines, isLoading, error, isCut } = log;
  const hasTimes = get("times") === "on";
  const name = `${instance}-boot-${boot.n}`;
  const unready = isLoading ? "It is still being fetched." : undefined;

  const saveCast = async () => {
    const header = { title: `${instance}, boot ${boot.n}`, startedAt: Date.parse(boot.at), ...size };
    const { bytes, from, arrivals } = lines;
    saveFile(`${name}.cast`, castFile(header, await castEvents(header, [{ bytes, from, arrivals }])));
  };

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <div className="w-80 max-w-full">
          <Select
            aria-label="Boot"
            value={boot.n}
            onChange={(event) => goToPlace({ boot: Number(event.target.value), line: undefined })}
          >
            {boots.map((one, index) => (
              <option key={one.n} value={one.n}>
                {bootWords(one, index === 0)}
              </option>
            ))}
            {boot.n === 0 && <option value={0}>before the first boot on record</option>}
          </Select>
        </div>
        <Checkbox
          className="text-small"
          label="Time of arrival"
          checked={hasTimes}
          onChange={(event) => {
            const times = event.target.checked ? "on" : undefined;
            keepingPlace(() => set({ times }));
          }}
        />
        <div className="ml-auto flex flex-wrap items-center gap-1">
          <Button
            look="quiet"
            className={quiet}
            blocked={boot.n === 0 ? "It is no boot: it has no beginning." : undefined}
            onClick={() => show("play", { boot: String(boot.n) })}
          >
            Play
          </Button>
          <Button
            look="quiet"
            className={quiet}
            blocked={unready}
            onClick={() => saveFile(`${name}.log`, [lines.bytes])}
          >
            Download .log
          </Button>
          <Button look="quiet" className={quiet} blocked={unready} onClick={() => void saveCast()}>
            Download .cast
          </Button>
          <ClearLogButton instance={instance} port={port} onCleared={onCleared} />
        </div>
      </div>
      {error !== undefined && (
        <ErrorPanel title="Not all of it could be read" error={error}>
          <Button onClick={log.readOn}>Try again</Button>
        </ErrorPanel>
      )}
      {lines.count === 0 && isLoading ? (
        <Loading what="the log" />
      ) : (
        <LogTable
          label={`Lines of boot ${boot.n}`}
          boot={boot.n}
          {...{ lines, line, hasTimes, sought, isLoading }}
        />
      )}
      <p className="flex min-h-6 flex-wrap items-center gap-x-3 text-small text-dim">
        <span role="status">{footWords(boot, log)}</span>
        {!isLoading && !isCut && boot.n === boots[0]?.n && (
          <Button look="quiet" className="h-6 px-1.5 text-small" onClick={log.readOn}>
            Read on
          </Button>
        )}
      </p>
    </>
  );
}

function bootWords({ n, at, from, to }: ConsoleBoot, isPresent: boolean): string {
  return `boot ${n}, ${formatTime(at)}, ${formatBytes(to - from)}${isPresent ? ", the newest" : ""}`;
}

function footWords(
  { from, oldest }: ConsoleBoot,
  { lines, isLoading, isCut }: ReturnType<typeof useBootLog>,
): string {
  const words = [
    isLoading ? "Loading" : [],
    count(lines.count, "line"),
    formatBytes(lines.bytes.length),
    oldest > from ? `the first ${formatBytes(oldest - from)} are not kept` : [],
    isCut ? "the rest is too much for a page" : [],
  ];
  return words.flat().join(", ");
}
