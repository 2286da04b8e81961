import { healthGet } from '../../../lib/contract/routes/health/get.ts';
import { publicEndpoint } from '../../../lib/http/endpoint.ts';

export const handler = publicEndpoint(healthGet, async () => ({ status: 'ok' as const }));
