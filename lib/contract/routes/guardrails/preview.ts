import { changePreview, proposedChange } from '../../preview.ts';
import { route } from '../../route.ts';

export const guardrailsPreview = route({
  operation: 'guardrails.preview',
  method: 'POST',
  path: '/v1/admin/guardrails/preview',
  permission: 'admin',
  summary:
    'What saving a group, recipe, environment, service or part of the settings would do: to whom, and to what was admitted lately',
  body: proposedChange,
  status: 200,
  response: changePreview,
  problems: [],
  cli: 'dxcp groups update <file>',
});
