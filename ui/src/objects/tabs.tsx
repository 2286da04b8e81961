import { useEffect, useRef } from 'react';
import { cx } from '../kit/cx.ts';
import { type Area, AreaLink } from './area-link.tsx';

type TabsProps = {
  area: Area;
  label: string;
  tabs: readonly (readonly [section: string, label: string])[];
  here: string;
};

/** The pages of an area; where they do not all fit, the one that is shown is in sight, and the edge fades. */
export const Tabs = ({ area, label, tabs, here }: TabsProps) => {
  const nav = useRef<HTMLElement>(null);
  const at = tabs.findIndex(([section]) => section === here);
  useEffect(() => {
    nav.current?.children[at]?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [at]);
  return (
    <nav
      ref={nav}
      aria-label={label}
      className="-mx-1 mb-5 flex gap-x-1 overflow-x-auto border-b border-line px-1 text-sm max-lg:mask-r-from-[calc(100%-2.5rem)] max-lg:pr-8"
    >
      {tabs.map(([section, name]) => (
        <AreaLink
          key={section}
          area={area}
          section={section}
          here={section === here}
          className={cx(
            '-mb-px flex min-h-9 items-center border-b-2 px-2 whitespace-nowrap pointer-coarse:min-h-11',
            section === here ? 'border-ink font-medium' : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {name}
        </AreaLink>
      ))}
    </nav>
  );
};
