"use client";

import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox, Select } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { useUrlState } from "#lib/url-state.tsx";
import { formatBytes, formatTime } from "#lib/format.ts";
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
  const t = useT();
  const { instance, port, boots, boot, line, sought, size, onCleared } = props;
  const { get, set } = useUrlState();
  const { show } = useConsolePlace();
  const log = useBootLog({ instance, port, boot });
  const { lines, isLoading, error, isCut } = log;
  const hasTimes = get("times") === "on";
  const name = `${instance}-boot-${boot.n}`;
  const unready = isLoading ? t("It is still being fetched.") : undefined;

  const saveCast = async () => {
    const header = {
      title: t("{instance}, boot {number}", { instance, number: boot.n }),
      startedAt: Date.parse(boot.at),
      ...size,
    };
    const { bytes, from, arrivals } = lines;
    saveFile(`${name}.cast`, castFile(header, await castEvents(header, [{ bytes, from, arrivals }])));
  };

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <div className="w-80 max-w-full">
          <Select
            aria-label={t("Boot")}
            value={boot.n}
            onChange={(event) => goToPlace({ boot: Number(event.target.value), line: undefined })}
          >
            {boots.map((one, index) => (
              <option key={one.n} value={one.n}>
                {bootWords(one, index === 0, t)}
              </option>
            ))}
            {boot.n === 0 && <option value={0}>{t("before the first boot on record")}</option>}
          </Select>
        </div>
        <Checkbox
          className="text-small"
          label={t("Time of arrival")}
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
            blocked={boot.n === 0 ? t("It is no boot: it has no beginning.") : undefined}
            onClick={() => show("play", { boot: String(boot.n) })}
          >
            {t("Play")}
          </Button>
          <Button
            look="quiet"
            className={quiet}
            blocked={unready}
            onClick={() => saveFile(`${name}.log`, [lines.bytes])}
          >
            {t("Download .log")}
          </Button>
          <Button look="quiet" className={quiet} blocked={unready} onClick={() => void saveCast()}>
            {t("Download .cast")}
          </Button>
          <ClearLogButton instance={instance} port={port} onCleared={onCleared} />
        </div>
      </div>
      {error !== undefined && (
        <ErrorPanel title={t("Not all of it could be read")} error={error}>
          <Button onClick={log.readOn}>{t("Try again")}</Button>
        </ErrorPanel>
      )}
      {lines.count === 0 && isLoading ? (
        <Loading what={t("the log")} />
      ) : (
        <LogTable
          label={t("Lines of boot {number}", { number: boot.n })}
          boot={boot.n}
          {...{ lines, line, hasTimes, sought, isLoading }}
        />
      )}
      <p className="flex min-h-6 flex-wrap items-center gap-x-3 text-small text-dim">
        <span role="status">{footWords(boot, log, t)}</span>
        {!isLoading && !isCut && boot.n === boots[0]?.n && (
          <Button look="quiet" className="h-6 px-1.5 text-small" onClick={log.readOn}>
            {t("Read on")}
          </Button>
        )}
      </p>
    </>
  );
}

function bootWords({ n, at, from, to }: ConsoleBoot, isPresent: boolean, t: Translate): string {
  const values = { number: n, time: formatTime(at, t), size: formatBytes(to - from, t) };
  return isPresent
    ? t("boot {number}, {time}, {size}, the newest", values)
    : t("boot {number}, {time}, {size}", values);
}

function footWords(
  { from, oldest }: ConsoleBoot,
  { lines, isLoading, isCut }: ReturnType<typeof useBootLog>,
  t: Translate,
): string {
  const words = [
    isLoading ? t("Loading") : [],
    t.many(lines.count, "{n} line", "{n} lines"),
    formatBytes(lines.bytes.length, t),
    oldest > from ? t("the first {size} are not kept", { size: formatBytes(oldest - from, t) }) : [],
    isCut ? t("the rest is too much for a page") : [],
  ];
  return words.flat().join(", ");
}
