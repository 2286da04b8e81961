import './styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ProblemError } from '../../lib/contract/client.ts';
import { connect } from './api/client.ts';
import { makeRouter } from './app/router.tsx';
import { reloadOnStaleParts } from './app/stale-parts.ts';
import { applyTheme } from './app/theme.ts';
import { SignInFailed } from './auth/callback.tsx';
import { readConfiguration } from './auth/configuration.ts';
import { openSession } from './auth/session.ts';
import { takeSignedOut } from './auth/signed-out.ts';

const worthAnotherTry = (failures: number, error: Error): boolean =>
  failures < 2 && !(error instanceof ProblemError && error.status < 500);

const start = async (): Promise<void> => {
  applyTheme();
  reloadOnStaleParts();
  const element = document.getElementById('root');
  if (!element) return;
  const root = createRoot(element);
  try {
    const signedOut = takeSignedOut();
    if (signedOut) {
      const { Farewell } = await import('./auth/farewell.tsx');
      return root.render(<Farewell where={signedOut} />);
    }
    const configuration = await readConfiguration();
    const session = openSession(configuration);
    connect(session, configuration.apiBase || location.origin);
    const client = new QueryClient({ defaultOptions: { queries: { retry: worthAnotherTry } } });
    const router = makeRouter({ session, client });
    root.render(
      <StrictMode>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </StrictMode>,
    );
  } catch (error) {
    root.render(<SignInFailed error={error} />);
  }
};

void start();
