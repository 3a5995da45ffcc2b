import { DOCUMENT, type DestroyRef, Service, inject } from '@angular/core';
import { Display } from '../display/display';
import { commandOf, startsPair, type Command, type KeyStroke } from './keymap';

type Handler = () => void;

const PAIR_WITHIN = 1200;

/** Hears the keyboard for the whole page and calls whoever answers to the command last. */
@Service()
export class Shortcuts {
  private readonly document = inject(DOCUMENT);
  private readonly display = inject(Display);
  private readonly handlers: { command: Command; handler: Handler }[] = [];
  private first: { key: string; at: number } | null = null;

  constructor() {
    this.document.addEventListener('keydown', (event) => this.hear(event));
  }

  /** Answers to the command until the asking component is gone. */
  on(command: Command, handler: Handler, destroyed: DestroyRef): void {
    const entry = { command, handler };
    this.handlers.push(entry);
    destroyed.onDestroy(() => this.handlers.splice(this.handlers.indexOf(entry), 1));
  }

  private hear(event: KeyboardEvent): void {
    if (!this.display.shortcuts() || event.defaultPrevented) return;
    // An open dialog or menu has the keyboard to itself.
    if (this.document.querySelector('dialog[open], details.menu[open]')) return;
    const before = this.first && event.timeStamp - this.first.at < PAIR_WITHIN ? this.first.key : null;
    const stroke = strokeOf(event);
    const command = commandOf(stroke, before);
    this.first =
      command === null && !stroke.isTyping && startsPair(event.key) ? { key: event.key, at: event.timeStamp } : null;
    const entry = this.handlers.findLast((one) => one.command === command);
    if (!entry) return;
    event.preventDefault();
    entry.handler();
  }
}

function strokeOf(event: KeyboardEvent): KeyStroke {
  const target = event.target instanceof HTMLElement ? event.target : null;
  return {
    key: event.key,
    isComposing: event.isComposing,
    hasModifier: event.ctrlKey || event.metaKey || event.altKey,
    isTyping: target?.matches('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]') ?? false,
    isOnControl: target?.closest('a, button, summary, input') !== null && target !== null,
  };
}
