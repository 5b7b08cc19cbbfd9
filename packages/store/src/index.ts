export { AuditTable } from "./audit.ts";
export { LinkTable, type StoredLink } from "./links.ts";
export { openStore, type Store } from "./open-store.ts";
export { OperationTable } from "./operations.ts";
export { SqliteOwnershipStore } from "./ownership.ts";
export { SessionTable, type StoredSession } from "./sessions.ts";
export { type StoredToken, TokenTable } from "./tokens.ts";
