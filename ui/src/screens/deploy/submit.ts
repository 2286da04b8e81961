import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../api/client.ts';
import * as queries from '../../api/queries.ts';
import type { DeployForm } from './form.ts';

/** Submits the intent once; success leads to the record that the plane returned. */
export const useSubmit = (form: DeployForm) => {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => api().deployments.create({ body: form.intent }, { idempotencyKey: form.idempotencyKey }),
    onError: () => client.invalidateQueries({ queryKey: ['validation'] }),
    onSuccess: async (created) => {
      form.forget();
      client.setQueryData(queries.deployment(created.id).queryKey, created);
      void client.invalidateQueries({ queryKey: ['running'] });
      void client.invalidateQueries({ queryKey: ['deployments'] });
      await navigate({ to: '/deployments/$id', params: { id: created.id } });
    },
  });
};
