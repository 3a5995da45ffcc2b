import type { Wanderer } from './wanderer.js';

/** From the product to the provider’s page, where somebody types their name; answers the way back to the product. */
export async function wayOf(
  home: string,
  wanderer: Wanderer,
  subject: string,
  start = `${home}/api/oidc/start`,
): Promise<string> {
  let at = wanderer.next(start, await wanderer.go(start));
  for (let hop = 0; hop < 10 && !at.startsWith(`${home}/`); hop += 1) {
    const page = await wanderer.go(at);
    if (page.status === 200) {
      const action = /action="([^"]+)"/.exec(await page.text())?.[1] ?? '';
      at = wanderer.next(
        at,
        await wanderer.go(new URL(action, at).href, { prompt: 'login', login: subject, password: 'x' }),
      );
    } else at = wanderer.next(at, page);
  }
  return at;
}

/** All the way; answers where in the product it ends. */
export async function wholeWay(home: string, wanderer: Wanderer, subject: string, start?: string): Promise<string> {
  const back = await wayOf(home, wanderer, subject, start);
  return (await wanderer.go(back)).headers.get('location') ?? '';
}
