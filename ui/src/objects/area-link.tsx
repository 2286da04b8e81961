import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

export type Area = 'admin' | 'policy';
type AreaLinkProps = {
  area: Area;
  section?: string;
  id?: string;
  className?: string;
  children: ReactNode;
  row?: boolean;
  here?: boolean;
};

/** A link to a page of the policy, or to where it is changed. */
export const AreaLink = ({ area, section, id, className, children, row, here }: AreaLinkProps) => (
  <Link
    to={area === 'admin' ? '/admin/{-$section}/{-$id}' : '/policy/{-$section}/{-$id}'}
    params={{ section, id }}
    className={className}
    aria-current={here ? 'page' : undefined}
    {...(row ? { 'data-row': true } : {})}
  >
    {children}
  </Link>
);
