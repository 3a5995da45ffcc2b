/** Where to go back to: only a path of this very product, never `//elsewhere`; else the reader's own page. */
export function ownPage(back: string | undefined): string {
  return back && /^\/(?![/\\])/.test(back) ? back : '/';
}
