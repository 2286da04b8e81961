import { useQuery } from '@tanstack/react-query';
import type { PublicSettings } from '../../../lib/contract/plane.ts';
import * as queries from './queries.ts';

const NONE: PublicSettings['linkExposure'] = { repository: false, runUrl: false, serviceUrl: false };

/** Which links out of DXCP admins let people see; none until that is known. */
export const useShownLinks = () => useQuery(queries.publicSettings).data?.linkExposure ?? NONE;
