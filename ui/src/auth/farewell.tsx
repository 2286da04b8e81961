import { copy } from '../copy.ts';
import { Button } from '../kit/button.tsx';
import { Empty } from '../kit/notice.tsx';
import type { SignedOutWhere } from './signed-out.ts';

/** The end of every sign-out. */
export const Farewell = ({ where }: { where: SignedOutWhere }) => (
  <main className="mx-auto max-w-xl p-6">
    <title>{`${copy.signIn.signedOut} · DXCP`}</title>
    <h1 className="sr-only">{copy.signIn.signedOut}</h1>
    <Empty title={copy.signIn.signedOut}>
      {where === 'here' && <p>{copy.signIn.signedOutHere}</p>}
      <Button look="primary" onClick={() => location.assign('/')}>
        {copy.signIn.signIn}
      </Button>
    </Empty>
  </main>
);
