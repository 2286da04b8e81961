import { farewellWords as words } from '../copy/farewell.ts';
import { copy } from '../copy.ts';
import { Button } from '../kit/button.tsx';
import { Empty } from '../kit/notice.tsx';
import type { SignedOutWhere } from './signed-out.ts';

/** The end of every sign-out. */
export const Farewell = ({ where }: { where: SignedOutWhere }) => (
  <main className="mx-auto max-w-xl p-6">
    <title>{`${words.signedOut} · DXCP`}</title>
    <h1 className="sr-only">{words.signedOut}</h1>
    <Empty title={words.signedOut}>
      {where === 'here' && <p>{words.signedOutHere}</p>}
      <Button look="primary" onClick={() => location.assign('/')}>
        {copy.signIn.signIn}
      </Button>
    </Empty>
  </main>
);
