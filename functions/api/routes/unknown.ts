import { operationTable } from '../../../lib/contract/operations.generated.ts';
import { unknownRoute } from '../../../lib/http/unknown-route.ts';

export const handler = unknownRoute(Object.values(operationTable));
