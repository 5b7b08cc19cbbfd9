import type { SecureContextOptions } from "node:tls";

/** Where a TLS server's key and certificate come from. They may change while it runs. */
export interface TlsSource {
  context(): SecureContextOptions;
  onChange(listener: () => void): Disposable;
  /** Somebody connects: a moment to see whether there is a new one. */
  look?(): void;
}
