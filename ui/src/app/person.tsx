import { useRouteContext } from '@tanstack/react-router';
import type { Me } from '../api/me.ts';
import { personWords as words } from '../copy/person.ts';
import { copy } from '../copy.ts';
import { Icon, type IconName } from '../kit/icon.tsx';
import { Skeleton } from '../kit/skeleton.tsx';
import { switchTheme, useTheme } from './theme.ts';

const initialsOf = (name: string): string =>
  name
    .split(/[\s.@_-]+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join('');

type SmallButtonProps = { label: string; icon: IconName; onClick: () => void };
const SmallButton = ({ label, icon, onClick }: SmallButtonProps) => (
  <button
    type="button"
    aria-label={label}
    data-tip={label}
    onClick={onClick}
    className="grid size-7 place-items-center rounded text-ink-3 hover:bg-line/60 hover:text-ink pointer-coarse:size-10"
  >
    <Icon name={icon} size={14} />
  </button>
);

type PersonProps = { me: Me; onHelp: () => void };

/** Who is signed in, the theme, and the way out. */
export const Person = ({ me: { who, role, withoutRole }, onHelp }: PersonProps) => {
  const { session } = useRouteContext({ from: '__root__' });
  const theme = useTheme();
  const name = who ? (who.actor.name ?? who.actor.email ?? who.actor.id) : undefined;
  return (
    <div className="flex min-w-0 items-center gap-2 md:flex-col md:items-stretch md:gap-3">
      <div className="flex min-w-0 items-center gap-2 px-2 max-[360px]:px-0">
        <span
          aria-hidden="true"
          className="grid size-7 shrink-0 place-items-center rounded-full max-[360px]:hidden bg-accent-soft text-xs font-semibold text-accent"
        >
          {name ? initialsOf(name) : ''}
        </span>
        <div className="min-w-0 text-xs leading-4">
          {name ? (
            <>
              <div className="truncate font-medium">{name}</div>
              <div className="truncate text-ink-3">{role ? copy.roles[role] : copy.none}</div>
            </>
          ) : withoutRole ? (
            <div className="text-ink-3">{words.withoutRole}</div>
          ) : (
            <Skeleton className="h-7 w-24" />
          )}
        </div>
      </div>
      <div className="ml-auto flex md:ml-0 md:gap-1 md:px-1">
        <SmallButton
          label={theme === 'dark' ? words.theme.light : words.theme.dark}
          icon="theme"
          onClick={switchTheme}
        />
        <SmallButton label={copy.nav.help} icon="help" onClick={onHelp} />
        <SmallButton label={words.signOut} icon="leave" onClick={() => void session.end()} />
      </div>
    </div>
  );
};
