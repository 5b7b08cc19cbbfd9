export { examineInstance, examineNothing, examineWaiting } from "./examine.ts";
export { IncomingMigrations } from "./incoming-migrations.ts";
export { migrateInstance } from "./migrate-instance.ts";
export { NotRetired } from "./not-retired.ts";
export { planMigration, planMigrations } from "./plan-migration.ts";
export { recoverMigration } from "./recover-migration.ts";
export { takeOverHere } from "./take-over-here.ts";
export { takeOverWaiting } from "./take-over-waiting.ts";
