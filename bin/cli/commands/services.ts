import type { Service } from '../../../lib/contract/service.ts';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { everyPage } from '../pages.ts';
import { cut, table } from '../text/table.ts';

export const addServices: AddCommand = (program, run) => {
  program
    .command('services')
    .description('services by name')
    .option('--search <prefix>', 'only names that begin so')
    .addHelpText('after', examples('dxcp services', 'dxcp services --search demo'))
    .action((options: { search?: string }) =>
      run(async (session) => {
        const page = await everyPage((cursor) =>
          session.client.services.list({ query: { ...options, limit: 200, ...cursor } }),
        );
        session.show(page, () => servicesText(page.items));
        return exitCodes.ok;
      }),
    );
};

const servicesText = (services: readonly Service[]): string =>
  services.length === 0
    ? 'No services.'
    : table(
        ['SERVICE', 'GROUP', 'OWNER', 'RECIPES', 'DESCRIPTION'],
        services.map(({ name, deliveryGroupId, owner, allowedRecipes, description }) => [
          name,
          deliveryGroupId ?? '–',
          owner ?? '–',
          allowedRecipes.join(', '),
          cut(description ?? '', 60),
        ]),
      );
