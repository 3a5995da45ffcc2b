import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CommentView } from '#contracts';
import { Empty } from '../surface/empty';
import { PublicComment } from './public-comment';

@Component({
  selector: 'kp-public-comments',
  imports: [Empty, PublicComment, TranslocoDirective],
  template: `
    <section class="section comments" *transloco="let t">
      <h3 class="section__title">
        {{ t('comments.title') }} <span class="section__count">{{ comments().length }}</span>
      </h3>
      @if (comments().length) {
        <ul class="comments__list" role="list">
          @for (comment of comments(); track comment.commentId) {
            <li><kp-public-comment [comment]="comment" [canAnswer]="canAnswer()" /></li>
          }
        </ul>
      } @else {
        <kp-empty icon="public" [title]="t('comments.none')" [text]="t('comments.noneHelp')" />
      }
    </section>
  `,
})
export class PublicComments {
  readonly comments = input.required<CommentView[]>();
  readonly canAnswer = input(false);
}
