import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ProblemError } from '../../../../lib/contract/client.ts';
import type { DeploymentIntent } from '../../../../lib/contract/deployment.ts';
import { api, wasReplayed } from '../../api/client.ts';
import * as queries from '../../api/queries.ts';
import { isUnanswered } from '../../api/unanswered.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { toast } from '../../kit/toasts.tsx';
import type { DeployForm } from './form.ts';

/** After this long without an answer, nobody knows whether there will be one. */
const PATIENCE_MS = 30_000;

/** Seconds after which somebody who asked too often may ask again. */
const waitOf = (error: Error | null): number | undefined =>
  error instanceof ProblemError && error.problem?.code === 'RATE_LIMITED' ? error.retryAfterSeconds : undefined;

/** Submits the intent once; success leads to the record that the plane returned. */
export const useSubmit = ({ intent, draft }: DeployForm) => {
  const client = useQueryClient();
  const navigate = useNavigate();
  const send = async (asked: DeploymentIntent) => {
    const isAgain = draft.sent.some((each) => JSON.stringify(each.intent) === JSON.stringify(asked));
    const { key } = draft.send(asked);
    const options = { idempotencyKey: key, signal: AbortSignal.timeout(PATIENCE_MS) };
    const created = await api().deployments.create({ body: asked }, options);
    return { created, isAgain, wasTaken: wasReplayed(key) };
  };
  const mutation = useMutation({
    mutationFn: send,
    // A deployment that waits for the connection by itself would surprise whoever has moved on.
    networkMode: 'always',
    onError: (error, asked) => {
      if (!isUnanswered(error)) draft.answered(asked);
      void client.invalidateQueries({ queryKey: ['validation'] });
    },
    onSuccess: async ({ created, isAgain, wasTaken }) => {
      draft.forget();
      client.setQueryData(queries.deployment(created.id).queryKey, created);
      void client.invalidateQueries({ queryKey: ['running'] });
      void client.invalidateQueries({ queryKey: ['deployments'] });
      const [title, text] = wasTaken ? words.wasTaken : words.wasNotTaken;
      if (isAgain) toast(title, text);
      await navigate({ to: '/deployments/$id', params: { id: created.id } });
    },
  });
  const { error, reset } = mutation;
  useEffect(() => {
    const wait = waitOf(error);
    if (wait === undefined) return undefined;
    const timer = setTimeout(reset, wait * 1000);
    return () => clearTimeout(timer);
  }, [error, reset]);
  return { ...mutation, submit: () => mutation.mutate(intent) };
};
