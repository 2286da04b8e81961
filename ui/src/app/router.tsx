import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { isDeploymentId } from '../api/ids.ts';
import * as queries from '../api/queries.ts';
import { SignInFailed, SigningIn } from '../auth/callback.tsx';
import type { Session } from '../auth/session.ts';
import { Services } from '../screens/services/services.tsx';
import { BrokenPage, UnknownPage } from './errors.tsx';
import { deploymentsSearch, deploySearch, serviceSearch, servicesSearch } from './search.ts';
import { Shell } from './shell.tsx';

export type Context = { readonly session: Session; readonly client: QueryClient };

const root = createRootRouteWithContext<Context>()({ component: Outlet, errorComponent: SignInFailed });

/** Where the issuer sends people back to. */
const callback = createRoute({
  getParentRoute: () => root,
  path: '/callback',
  component: SigningIn,
  pendingComponent: SigningIn,
  errorComponent: SignInFailed,
  beforeLoad: async ({ context }) => {
    const href = await context.session.finish(location.href);
    throw redirect({ href, replace: true });
  },
});

/** Everything else needs somebody who is signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  notFoundComponent: UnknownPage,
  beforeLoad: ({ context, location: wanted }) => context.session.require(wanted.href),
  loader: ({ context: { client } }) => {
    void client.prefetchQuery(queries.whoami);
  },
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/services', replace: true });
  },
});

/** The home page comes with the entry, so that it waits for no second file; every other page is one. */
const services = createRoute({
  getParentRoute: () => inside,
  path: '/services',
  validateSearch: servicesSearch,
  component: Services,
  loader: ({ context: { client } }) => {
    void client.prefetchQuery(queries.groups);
    void client.prefetchQuery(queries.environments);
    void client.prefetchInfiniteQuery(queries.running(''));
  },
});

const service = createRoute({
  getParentRoute: () => inside,
  path: '/services/$name',
  validateSearch: serviceSearch,
  component: lazyRouteComponent(() => import('../screens/service/service.tsx'), 'ServicePage'),
  loader: ({ context: { client }, params }) => {
    void client.prefetchQuery(queries.service(params.name));
    void client.prefetchQuery(queries.placesOf(params.name));
  },
});

const deploy = createRoute({
  getParentRoute: () => inside,
  path: '/services/$name/deploy',
  validateSearch: deploySearch,
  component: lazyRouteComponent(() => import('../screens/deploy/deploy.tsx'), 'Deploy'),
  loader: ({ context: { client }, params }) => {
    void client.prefetchQuery(queries.service(params.name));
    void client.prefetchQuery(queries.versions(params.name));
  },
});

const deployments = createRoute({
  getParentRoute: () => inside,
  path: '/deployments',
  validateSearch: deploymentsSearch,
  component: lazyRouteComponent(() => import('../screens/deployments/deployments.tsx'), 'Deployments'),
});

const deployment = createRoute({
  getParentRoute: () => inside,
  path: '/deployments/$id',
  component: lazyRouteComponent(() => import('../screens/deployment/deployment.tsx'), 'DeploymentPage'),
  loader: ({ context: { client }, params }) => {
    if (isDeploymentId(params.id)) void client.prefetchQuery(queries.timeline(params.id));
  },
});

/** What may be deployed where, for everybody who may read; and where admins change it. */
const policy = createRoute({
  getParentRoute: () => inside,
  path: '/policy/{-$section}/{-$id}',
  component: lazyRouteComponent(() => import('../screens/policy/policy.tsx'), 'Policy'),
});

const admin = createRoute({
  getParentRoute: () => inside,
  path: '/admin/{-$section}/{-$id}',
  component: lazyRouteComponent(() => import('../screens/admin/admin.tsx'), 'Admin'),
});

/** Anything else, inside the shell, so that there is a way on. */
const unknown = createRoute({ getParentRoute: () => inside, path: '$', component: UnknownPage });

const routeTree = root.addChildren([
  callback,
  inside.addChildren([home, services, service, deploy, deployments, deployment, policy, admin, unknown]),
]);

export const makeRouter = (context: Context) =>
  createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: BrokenPage,
    defaultNotFoundComponent: UnknownPage,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
