/** Hands on what was answered out of order in the order in which it was asked; what will have no answer is skipped. */
export class OrderedAnswers<Answer> {
  private readonly waiting = new Map<number, Answer | undefined>();
  private next = 0;

  /** `undefined`: there is none for this one. */
  settle(index: number, answer: Answer | undefined): void {
    this.waiting.set(index, answer);
  }

  /** The answers that are next, as far as they have come. */
  *take(): Generator<Answer, void> {
    for (; this.waiting.has(this.next); this.next += 1) {
      const answer = this.waiting.get(this.next);
      this.waiting.delete(this.next);
      if (answer !== undefined) yield answer;
    }
  }
}
