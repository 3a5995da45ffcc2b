import { Service, signal } from '@angular/core';

export interface Question {
  title: string;
  text: string;
  confirm: string;
  isDanger: boolean;
}

interface Asked extends Question {
  answer(isYes: boolean): void;
}

/** Asks before a formal act and waits for the answer. */
@Service()
export class Confirmations {
  private readonly current = signal<Asked | null>(null);

  readonly asked = this.current.asReadonly();

  ask(question: Question): Promise<boolean> {
    this.current()?.answer(false);
    return new Promise((resolve) => {
      this.current.set({
        ...question,
        answer: (isYes) => {
          this.current.set(null);
          resolve(isYes);
        },
      });
    });
  }
}
