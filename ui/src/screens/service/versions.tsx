import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ServiceVersion } from '../../../../lib/contract/build.ts';
import { serviceWords } from '../../copy/service.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { Tag, Version } from '../../kit/state-mark.tsx';

const words = serviceWords;
const NEWEST = 5;

type VersionsProps = {
  service: string;
  versions: readonly ServiceVersion[];
  /** Versions that run somewhere. */
  running: ReadonlySet<string>;
  mayDeploy: boolean;
};

const VersionLine = ({
  service,
  version,
  running,
  mayDeploy,
}: Omit<VersionsProps, 'versions'> & { version: ServiceVersion }) => (
  <li className="flex items-baseline justify-between gap-3 border-b border-line py-2 text-sm last:border-b-0">
    <span className="flex flex-wrap items-baseline gap-x-2">
      {mayDeploy ? (
        <Link
          to="/services/$name/deploy"
          params={{ name: service }}
          search={{ version: version.version }}
          className="hover:underline"
        >
          <Version of={version.version} className="text-[12.5px] font-medium" />
        </Link>
      ) : (
        <Version of={version.version} className="text-[12.5px] font-medium" />
      )}
      {running.has(version.version) && <Tag>{copy.deploy.runningNow}</Tag>}
      {version.status !== 'VERIFIED' && <Tag tone="warn">{words.statuses[version.status]}</Tag>}
    </span>
    <span className="text-right text-xs whitespace-nowrap text-ink-3">
      <span className="font-mono">{version.gitSha.slice(0, 7)}</span> {copy.service.built} <Ago at={version.builtAt} />
    </span>
  </li>
);

/** Registered versions, newest first. */
export const Versions = ({ versions, ...props }: VersionsProps) => {
  const [all, setAll] = useState(false);
  return (
    <Card title={words.versions} flush>
      <div className="px-5 py-2">
        {versions.length === 0 && <p className="py-2 text-sm text-ink-2">{words.noVersions}</p>}
        <ul>
          {(all ? versions : versions.slice(0, NEWEST)).map((version) => (
            <VersionLine key={version.version} version={version} {...props} />
          ))}
        </ul>
        {!all && versions.length > NEWEST && (
          <Button look="quiet" className="-mx-3 mb-1" onClick={() => setAll(true)}>
            {words.allVersions(versions.length)}
          </Button>
        )}
      </div>
    </Card>
  );
};
