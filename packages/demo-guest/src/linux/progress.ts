/** The steps of making the Linux guest, in their order. Not every build takes each of them. */
export type BuildStep = "index" | "download" | "unpack" | "pack";

/** One piece of news about a build. */
export interface BuildProgress {
  readonly step: BuildStep;
  /** What is being done, for people: "Downloading linux-image-6.1.0-56-cloud-amd64". */
  readonly message: string;
  /** How much of this message's work is done, 0 to 100, where that is known. */
  readonly percent?: number;
}

/** What a build needs to be watched and stopped. */
export interface BuildContext {
  readonly onProgress: (progress: BuildProgress) => void;
  readonly signal: AbortSignal | undefined;
}
