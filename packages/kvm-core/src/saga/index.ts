export { Saga } from "./saga.ts";
