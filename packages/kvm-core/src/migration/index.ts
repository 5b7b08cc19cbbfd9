export { IncomingMigrations } from "./incoming-migrations.ts";
export { migrateInstance } from "./migrate-instance.ts";
export { planMigration, planMigrations } from "./plan-migration.ts";
export { recoverMigration } from "./recover-migration.ts";
