import type { Service } from '../../../../lib/contract/service.ts';
import { useShownLinks } from '../../api/links.ts';
import { serviceWords } from '../../copy/service.ts';
import { Card } from '../../kit/card.tsx';
import { Icon } from '../../kit/icon.tsx';

const isWeb = (url: string | undefined): url is string => !!url && /^https?:\/\//.test(url);

/** Only what is configured, and shown on this plane. */
export const Links = ({ service }: { service: Service }) => {
  const shown = useShownLinks();
  if (!shown.repository || !isWeb(service.repository)) return null;
  return (
    <Card title={serviceWords.links}>
      <a
        href={service.repository}
        target="_blank"
        rel="noreferrer"
        className="inline-flex items-center gap-1.5 text-sm text-accent hover:underline"
      >
        {serviceWords.repository}
        <Icon name="out" size={12} />
      </a>
    </Card>
  );
};
