import { cx } from './cx.ts';

/** 16 px outlines, drawn with the colour of the text around them. */
const paths = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM14 14l-3.5-3.5',
  check: 'm3.5 8.5 3 3 6-7',
  cross: 'm4 4 8 8M12 4l-8 8',
  undo: 'M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H7',
  down: 'm4 6 4 4 4-4',
  download: 'M8 2.5v8M4.5 7 8 10.5 11.5 7M3 13.5h10',
  copy: 'M6 6h7v7H6zM10 6V3H3v7h3',
  warning: 'M8 2 1.8 13h12.4L8 2ZM8 6.5v3M8 11.4v.1',
  services: 'M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z',
  deployments: 'M8 2v9M4.5 5.5 8 2l3.5 3.5M3 13.5h10',
  theme: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  dash: 'M4 8h8',
  plus: 'M8 4v8M4 8h8',
  arc: 'M8 2a6 6 0 1 0 6 6',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 5v3.2l2 1.3',
  out: 'M6 3H3v10h10v-3M9 3h4v4M13 3 7.5 8.5',
  leave: 'M10 2.5H3v11h7M6.5 8H14M11.5 5.5 14 8l-2.5 2.5',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.5L13 6M13 2.5V6H9.5',
  help: 'M6 6a2 2 0 1 1 2.8 1.8c-.6.3-.8.7-.8 1.4M8 11.6v.1M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  admin: 'M2 4.5h6M11 4.5h3M2 11.5h3M8 11.5h6M8 2.5v4M5 9.5v4',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
} as const;
export type IconName = keyof typeof paths;

type IconProps = { name: IconName; size?: number; className?: string | undefined };

export const Icon = ({ name, size = 16, className }: IconProps) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    className={cx('shrink-0', className)}
  >
    <path d={paths[name]} />
  </svg>
);
