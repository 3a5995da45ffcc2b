import { expect, test } from '@jest/globals';
import { isWithinReach } from './reach.js';

test.each([
  ['the internet', '93.184.216.34', [true, true, true]],
  ['the internet by IPv6', '2606:2800:220:1::1', [true, true, true]],
  ['a private network', '10.1.2.3', [false, true, true]],
  ['another', '172.31.255.255', [false, true, true]],
  ['another', '192.168.0.1', [false, true, true]],
  ['a carrier’s', '100.64.0.1', [false, true, true]],
  ['a private one by IPv6', 'fd00::1', [false, true, true]],
  ['a private one, mapped', '::ffff:10.1.2.3', [false, true, true]],
  ['a private one, mapped in hexadecimals', '::ffff:0a01:0203', [false, true, true]],
  ['a private one, mapped and written out', '0:0:0:0:0:ffff:0a01:0203', [false, true, true]],
  ['this machine', '127.0.0.1', [false, false, true]],
  ['this machine, otherwise', '127.255.0.1', [false, false, true]],
  ['this machine by IPv6', '::1', [false, false, true]],
  ['this machine, mapped', '::ffff:7f00:1', [false, false, true]],
  ['this machine, compatible', '::127.0.0.1', [false, false, true]],
  ['any address', '0.0.0.0', [false, false, false]],
  ['any address by IPv6', '::', [false, false, false]],
  ['the metadata of a cloud', '169.254.169.254', [false, false, false]],
  ['the metadata of a cloud, mapped', '::ffff:a9fe:a9fe', [false, false, false]],
  ['the metadata of a cloud in a carrier’s network', '100.100.100.200', [false, false, false]],
  ['the metadata of a cloud in the internet', '168.63.129.16', [false, false, false]],
  ['the metadata of a cloud by IPv6', 'fd00:ec2::254', [false, false, false]],
  ['the metadata of another cloud by IPv6', 'fd20:ce::254', [false, false, false]],
  ['link-local by IPv6', 'fe80::1%eth0', [false, false, false]],
  ['multicast', '224.0.0.1', [false, false, false]],
  ['multicast by IPv6', 'ff02::1', [false, false, false]],
  ['broadcast', '255.255.255.255', [false, false, false]],
  ['IPv4 within IPv6', '64:ff9b::7f00:1', [false, false, false]],
  ['6to4', '2002:7f00:1::', [false, false, false]],
  ['Teredo', '2001:0:1::1', [false, false, false]],
  ['a name', 'localhost', [false, false, false]],
  ['a number', '2130706433', [false, false, false]],
] as const)('%s (%s)', (_, address, expected) => {
  expect((['internet', 'site', 'machine'] as const).map((reach) => isWithinReach(address, reach))).toEqual(expected);
});
