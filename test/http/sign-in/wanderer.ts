/** Somebody’s browser without the browser: follows redirections one by one, and keeps the cookies of each host. */
export class Wanderer {
  readonly #jar = new Map<string, Map<string, string>>();

  /** Asks for an address, and goes no further. */
  async go(url: string, form?: Record<string, string>): Promise<Response> {
    const { host } = new URL(url);
    const cookies = this.#cookies(host);
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { ...(cookies && { cookie: cookies }) },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(host, line);
    return response;
  }

  /** Sends JSON, as the product's own page does. */
  async act(method: string, url: string, body: object = {}): Promise<Response> {
    const { host } = new URL(url);
    const headers = { cookie: this.#cookies(host), 'content-type': 'application/json' };
    return fetch(url, { method, headers, body: JSON.stringify(body) });
  }

  /** Where a response leads to. */
  next(from: string, response: Response): string {
    return new URL(response.headers.get('location') ?? '', from).href;
  }

  cookie(host: string, name: string): string | undefined {
    return this.#jar.get(host)?.get(name);
  }

  setCookie(host: string, name: string, value: string): void {
    this.#keep(host, `${name}=${value}`);
  }

  /** As if the browser had never been there. */
  forget(host: string): void {
    this.#jar.delete(host);
  }

  #cookies(host: string): string {
    return [...(this.#jar.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(host: string, line: string): void {
    const [pair = ''] = line.split(';');
    const [name = '', ...value] = pair.split('=');
    const jar = this.#jar.get(host) ?? new Map<string, string>();
    this.#jar.set(host, jar);
    if (value.join('=') === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
    else jar.set(name, value.join('='));
  }
}
