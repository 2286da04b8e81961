import { useMutation } from '@tanstack/react-query';
import type { AuditFilter } from '../../api/audit-filter.ts';
import { api } from '../../api/client.ts';
import { planeNow } from '../../api/plane-time.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { Button } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { Refusals } from '../../kit/refusals.tsx';

const PAGE = 200;

/** All events of a filter with what proves them, one JSON object a line, as the plane has them. */
const collect = async (filter: AuditFilter): Promise<string> => {
  const lines: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api().audit.export({ query: { ...filter, limit: PAGE, cursor } });
    lines.push(...page.lines.map((line) => JSON.stringify(line)));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return `${lines.join('\n')}\n`;
};

const hand = (text: string, name: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
};

/** Hands the events of the current filters over as a file. */
export const AuditExport = ({ filter }: { filter: AuditFilter }) => {
  const run = useMutation({
    mutationFn: () => collect(filter),
    onSuccess: (text) => hand(text, `audit-${new Date(planeNow()).toISOString().slice(0, 10)}.jsonl`),
  });
  return (
    <>
      <Button
        reason={run.isPending ? words.exporting : undefined}
        data-tip={words.exportTip}
        onClick={() => run.mutate()}
      >
        <Icon name="download" size={14} />
        {words.export}
      </Button>
      {run.error && <Refusals error={run.error} />}
    </>
  );
};
