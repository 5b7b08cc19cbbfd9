export { Saga, type SagaListener } from "./saga.ts";
