import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { CallOptions } from '../../../lib/contract/client.ts';
import { ProblemError } from '../../../lib/contract/client.ts';
import type { Draft } from './draft.ts';

/** Sends a body with its reason; an update names the revision it is based on. */
export type Send<Body, Saved> = (
  asked: { readonly body: Body; readonly revision: number; readonly reason: string },
  options: CallOptions,
) => Promise<Saved>;

/** Everything that is read from the configuration. */
const CONFIGURED = ['groups', 'recipes', 'environments', 'services', 'service', 'settings', 'validation', 'audit'];

export const refreshConfigured = (client: QueryClient): Promise<unknown> =>
  Promise.all(CONFIGURED.map((key) => client.invalidateQueries({ queryKey: [key] })));

const isOvertaken = (error: Error): boolean =>
  error instanceof ProblemError && error.problem?.code === 'REVISION_CONFLICT';

/** Saves a draft; the same draft again is the same request, under the same key. */
export const useSave = <Body, Saved>(draft: Draft<Body>, send: Send<Body, Saved>, onSaved: (saved: Saved) => void) => {
  const client = useQueryClient();
  const sent = useRef({ text: '', key: '' });
  return useMutation({
    networkMode: 'always',
    mutationFn: (body: Body) => {
      const asked = { body, revision: draft.base?.revision ?? 0, reason: draft.reason.trim() };
      const text = JSON.stringify(asked);
      if (sent.current.text !== text) sent.current = { text, key: crypto.randomUUID() };
      return send(asked, { idempotencyKey: sent.current.key });
    },
    // The newest version is what a conflict is shown against.
    onError: (error) => (isOvertaken(error) ? refreshConfigured(client) : undefined),
    onSuccess: async (saved) => {
      draft.forget();
      onSaved(saved);
      await refreshConfigured(client);
    },
  });
};

export type FieldErrors = readonly { readonly path: string; readonly message: string }[];

/** Paths as the fields of a form have them. */
export const withinBody = (errors: FieldErrors): FieldErrors =>
  errors.map(({ path, message }) => ({ path: path.replace(/^body\.?/, ''), message }));

/** What the API said about a field, or about something within it. */
export const errorsOf = (error: Error | null): FieldErrors =>
  error instanceof ProblemError ? withinBody(error.problem?.fields ?? []) : [];

export const errorWithin = (errors: FieldErrors, path: string): string | undefined =>
  errors.find((each) => each.path === path || each.path.startsWith(`${path}.`))?.message;
