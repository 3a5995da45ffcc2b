/** Browsers by what they call themselves, the particular before those that they pass themselves off as. */
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger\//, '微信 WeChat'],
  [/DingTalk\//, '钉钉 DingTalk'],
  [/(?:QIHU|360SE|360EE)/, '360'],
  [/QQBrowser\//, 'QQ'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/Version\/[\d.]+.* Safari\//, 'Safari'],
];

const SYSTEMS: [RegExp, string][] = [
  [/OpenHarmony|HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad|iPod/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** A browser's `User-Agent` in a few words, “Edge · Windows”; null where it says nothing that is known. */
export function deviceName(userAgent: string): string | null {
  const names = [BROWSERS, SYSTEMS].flatMap((known) => known.find(([mark]) => mark.test(userAgent))?.[1] ?? []);
  return names.length > 0 ? names.join(' · ') : null;
}
