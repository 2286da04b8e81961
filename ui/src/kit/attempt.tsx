import { Link } from '@tanstack/react-router';
import type { DeploymentBrief } from '../../../lib/contract/running.ts';
import { markOf } from '../api/states.ts';
import { StateMark, Version } from './state-mark.tsx';

/** What is under way in a place, or what failed there last; a link for who may open it. */
export const Attempt = ({ brief, mayOpen }: { brief: DeploymentBrief; mayOpen: boolean }) => {
  const line = (
    <>
      <StateMark mark={markOf(brief)} />
      <Version of={brief.version} className="text-xs text-ink-3" />
    </>
  );
  const look = 'flex min-h-5 w-fit flex-wrap items-center gap-x-1.5 text-xs';
  return mayOpen ? (
    <Link to="/deployments/$id" params={{ id: brief.id }} className={`${look} hover:underline`}>
      {line}
    </Link>
  ) : (
    <span className={look}>{line}</span>
  );
};
