/** As much of a browser as a sign-in needs: cookies, redirects on this machine, forms. */
export type Page = {
  readonly status: number;
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
};

export function createBrowser() {
  const cookies = new Map<string, string>();

  const visit = async (url: string, init: RequestInit = {}): Promise<Page> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (!location) return { status: response.status, url, headers: response.headers, text: await response.text() };
    const next = new URL(location, url).href;
    // Where the client waits is the end of the journey; nobody listens there in a test.
    if (/\/callback\?|\/$/.test(next))
      return { status: response.status, url: next, headers: response.headers, text: '' };
    return visit(next);
  };

  return {
    get: (url: string) => visit(url),
    submit: (page: Page, fields: Record<string, string>) => {
      const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
      const body = new URLSearchParams(fields);
      for (const [, name = '', value = ''] of hidden) body.set(name, value);
      return visit(new URL(action, page.url).href, { method: 'POST', body });
    },
  };
}
