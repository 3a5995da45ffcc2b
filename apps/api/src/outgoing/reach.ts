import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** How far outgoing requests may go: into the internet alone, to the operator's own networks too, or also to this machine. */
export type Reach = 'internet' | 'site' | 'machine';

const machine = ranges(['127.0.0.0/8'], ['::1/128']);
const site = ranges(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'], ['fc00::/7']);
/** Where clouds keep their secrets, though the ranges around them are an operator's own, or anybody's. */
const metadata = ranges(['100.100.100.200/32', '168.63.129.16/32'], ['fd00:ec2::254/128', 'fd20:ce::254/128']);
/** What is neither: this network, link-local (where clouds keep their secrets), multicast, documentation, tunnels, the future. */
const nowhere = ranges(
  [
    '0.0.0.0/8',
    '169.254.0.0/16',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  ['2001::/32', '2001:db8::/32', '2002::/16'],
);
/** Of IPv6 only this is handed out to anybody. */
const handedOut = ranges([], ['2000::/3']);

const MAPPED = /^(?:::|(?:0{1,4}:){5})ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i;

/** Whether a request may connect to the address; one that is none may not. */
export function isWithinReach(address: string, reach: Reach): boolean {
  const plain = unmapped(address);
  const kind = isIPv4(plain) ? 'ipv4' : 'ipv6';
  if (kind === 'ipv6' && !isIPv6(plain)) return false;
  if (metadata.check(plain, kind)) return false;
  if (machine.check(plain, kind)) return reach === 'machine';
  if (site.check(plain, kind)) return reach !== 'internet';
  return !nowhere.check(plain, kind) && (kind === 'ipv4' || handedOut.check(plain, kind));
}

/** An IPv4 address that is written as an IPv6 one is the IPv4 address. */
function unmapped(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const dotted = /^::(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (dotted !== undefined) return dotted;
  const [, high, low] = MAPPED.exec(bare) ?? [];
  if (high === undefined || low === undefined) return bare;
  const bits = (parseInt(high, 16) << 16) | parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}

function ranges(four: string[], six: string[]): BlockList {
  const list = new BlockList();
  for (const [kind, all] of [
    ['ipv4', four],
    ['ipv6', six],
  ] as const)
    for (const range of all) {
      const [net = '', prefix = ''] = range.split('/');
      list.addSubnet(net, Number(prefix), kind);
    }
  return list;
}
