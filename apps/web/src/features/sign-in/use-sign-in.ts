"use client";

import { useTRPC } from "#lib/agent-client.ts";
import { hashKey, useMutation, useQueryClient } from "@tanstack/react-query";

/** Turns a link or a token into a session of this browser; what was known as somebody else is asked anew. */
export function useSignIn(onDone?: () => void) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  return useMutation(
    trpc.auth.signIn.mutationOptions({
      onSuccess: (me) => {
        cache.setQueryData(trpc.auth.me.queryKey(), me);
        const ofMe = hashKey(trpc.auth.me.queryKey());
        void cache.invalidateQueries({ predicate: ({ queryHash }) => queryHash !== ofMe });
        onDone?.();
      },
    }),
  );
}
/** See {@link useSignIn}. */
export type SignIn = ReturnType<typeof useSignIn>;
