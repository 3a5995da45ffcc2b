import { Service, effect, inject, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';
import { TranslocoService } from '@jsverse/transloco';
import { Language } from './language';

/** Titles are keys of the translation; they follow the language. A page may name its own matter instead. */
@Service()
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly language = inject(Language);
  private readonly transloco = inject(TranslocoService);
  private readonly key = signal('');
  private readonly matter = signal('');

  constructor() {
    super();
    effect(() => {
      this.language.current();
      const page = this.matter() || (this.key() ? this.transloco.translate<string>(this.key()) : '');
      const product = this.transloco.translate<string>('product.name');
      this.title.setTitle(page ? `${page} · ${product}` : product);
    });
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.matter.set('');
    this.key.set(this.buildTitle(snapshot) ?? '');
  }

  name(matter: string): void {
    this.matter.set(matter);
  }
}
