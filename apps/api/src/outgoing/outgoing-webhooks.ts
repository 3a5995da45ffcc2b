import { Injectable } from '@nestjs/common';
import { DomainError } from '#platform';
import { WebhookGate } from '#webhooks';
import { isIP } from 'node:net';
import { Settings } from '../settings.js';
import { checkedUrl, guardedFetch, OutgoingRefused, type OutgoingLimits } from './guarded-fetch.js';
import { isWithinReach } from './reach.js';

/** No longer than others can wait for their turn; a receiver says what it has to say in a status. */
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 65_536;

/** Web hooks leave for hosts that `WEBHOOK_HOSTS` names, and for no other. */
@Injectable()
export class OutgoingWebhooks extends WebhookGate {
  constructor(private readonly settings: Settings) {
    super();
  }

  get hosts(): readonly string[] {
    return this.settings.config.webhookHosts;
  }

  check(address: string): void {
    if (this.hosts.length === 0) throw off();
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url && ['https:', 'http:'].includes(url.protocol) && !this.hosts.includes(url.host))
      throw notAllowed(url.host, this.hosts);
    try {
      checkedUrl(address, this.#limits(address));
    } catch (error) {
      if (error instanceof OutgoingRefused) throw notUsable();
      throw error;
    }
  }

  async post(address: string, headers: Record<string, string>, body: string): Promise<number> {
    const request = { method: 'POST', headers: { ...headers, 'user-agent': 'Kaoping' }, body };
    return (await guardedFetch(address, request, this.#limits(address))).status;
  }

  /** The operator's own networks are within reach, for the list is the operator's; this machine only where it is listed in figures. */
  #limits(address: string): OutgoingLimits {
    const host = URL.canParse(address) ? new URL(address).hostname : '';
    const isThisMachine = isIP(host) !== 0 && !isWithinReach(host, 'site');
    return {
      hosts: this.hosts,
      reach: isThisMachine ? 'machine' : 'site',
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    };
  }
}

function off(): DomainError {
  return new DomainError('conflict', 'webhook.off', {
    zh: '网络回调没有启用。请系统运维人员在设置 WEBHOOK_HOSTS 中写明允许的主机，然后重新启动。',
    en: 'Web hooks are off. Ask whoever runs the machine to name the allowed hosts in the setting WEBHOOK_HOSTS, and to start again.',
  });
}

function notAllowed(host: string, hosts: readonly string[]): DomainError {
  const message = {
    zh: `不允许向 ${host} 发送。允许的主机：${hosts.join('、')}。请改用其中之一，或请系统运维人员把它加入设置 WEBHOOK_HOSTS。`,
    en: `Nothing may be sent to ${host}. Allowed hosts: ${hosts.join(', ')}. Use one of them, or ask whoever runs the machine to add it to the setting WEBHOOK_HOSTS.`,
  };
  return refused('webhook.host', message);
}

function notUsable(): DomainError {
  const message = {
    zh: '地址须以 https:// 开头，不含用户名和密码，也不指向本机或不可达的网段。请更正地址。',
    en: 'The address must begin with https://, hold no user name or password, and lead neither to this machine nor out of reach. Correct it.',
  };
  return refused('webhook.address', message);
}

function refused(code: string, message: { zh: string; en: string }): DomainError {
  return new DomainError('invalid', code, message, { errors: [{ pointer: '/address', code, message }] });
}
