"use client";

import type { AnsweredOperation } from "#lib/agent-client.ts";
import { errorBodyOf, faultsIn } from "#lib/agent-error.ts";
import { upsertOperation } from "#lib/lists.ts";
import { useOperations, useOperationsKey } from "#lib/use-live.ts";
import { type ErrorBody, type Fault, faultsOf, isEnded, type Operation } from "@gantry/kvm-core/model";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import type * as z from "zod";

interface SubmissionOptions<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** Asks the agent. With an operation it is done when that has ended, else when the answer is there. */
  readonly send: (input: z.output<Schema>) => Promise<{ readonly operation?: AnsweredOperation }>;
  /** Paths of the input that have a field of their own. */
  readonly fields?: readonly string[];
  readonly onDone: () => void;
}

/**
 * Checks what a dialog asks for, sends it and follows it to its end. A refusal, now or late, leaves all as it is and
 * tells each fault at its field.
 */
export function useSubmission<Schema extends z.ZodType>(options: SubmissionOptions<Schema>) {
  const { schema, send, fields = [], onDone } = options;
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [error, setError] = useState<ErrorBody>();
  const [isCalling, setCalling] = useState(false);
  const follow = useFollowed({ onDone, onFailure: (body) => refuse(body) });

  const refuse = (body: ErrorBody) => {
    setFaults(faultsIn(body).map(asInputPath));
    setError(body);
  };
  const submit = async (input: unknown) => {
    setFaults([]);
    setError(undefined);
    const parsed = schema.safeParse(input);
    if (!parsed.success) return setFaults(faultsOf(parsed.error));
    setCalling(true);
    try {
      const { operation } = await send(parsed.data);
      if (operation === undefined) onDone();
      else follow.begin(operation);
    } catch (thrown) {
      refuse(errorBodyOf(thrown));
    } finally {
      setCalling(false);
    }
  };
  const isAt = (field: string) => (fault: Fault) =>
    fault.path === field || fault.path.startsWith(`${field}.`);
  return {
    submit: (input: unknown) => void submit(input),
    busy: isCalling || follow.operation !== undefined,
    progress: follow.operation?.progress?.text,
    error,
    faultAt: (field: string) => faults.find(isAt(field))?.message,
    others: faults
      .filter((fault) => !fields.some((field) => isAt(field)(fault)))
      .map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)),
  };
}

/** An operation that a dialog has begun, until its end is known. */
function useFollowed(ends: { onDone: () => void; onFailure: (error: ErrorBody) => void }) {
  const cache = useQueryClient();
  const key = useOperationsKey();
  const operations = useOperations();
  const [id, setId] = useState<string>();
  const operation = id === undefined ? undefined : operations?.find((one) => one.id === id);
  const end = useEffectEvent((ended: Operation) => {
    setId(undefined);
    if (ended.error !== undefined) ends.onFailure(ended.error);
    else ends.onDone();
  });
  useEffect(() => {
    if (operation !== undefined && isEnded(operation)) end(operation);
  }, [operation]);
  return {
    operation,
    begin: (begun: AnsweredOperation) => {
      cache.setQueryData(key, (old) => ({ operations: upsertOperation(old?.operations ?? [], begun) }));
      setId(begun.id);
    },
  };
}

/** The driver names a new device by its place in the spec, the input by its own name. */
function asInputPath({ path, message }: Fault): Fault {
  return { path: path.replace(/^(?:spec\.)?(disk|nic)s\.\d+/, "$1"), message };
}
