/** Looks a name up once however many want it: who comes while somebody is looking waits for the same answer. */
export class UnderWay<Answer> {
  private readonly answers = new Map<string, Promise<Answer>>();

  look(name: string, look: () => Promise<Answer>): Promise<Answer> {
    const underWay = this.answers.get(name);
    if (underWay !== undefined) return underWay;
    const answer = look().finally(() => this.answers.delete(name));
    this.answers.set(name, answer);
    return answer;
  }
}
