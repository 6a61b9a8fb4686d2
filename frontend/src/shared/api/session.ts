import type { ProblemError } from './problem'

/** What another tab did: it took another role, or signed in as somebody else. */
export type Changed = 'assignment-changed' | 'account-changed'
type Trouble = 'ended' | Changed
type Listener = (trouble: Trouble) => void

/** What every request has to know about the signed-in person, kept outside React. */
class Session {
  assignmentId: string | null = null
  accountId: string | null = null
  private listeners = new Set<Listener>()

  open(accountId: string, assignmentId: string): void {
    this.accountId = accountId
    this.assignmentId = assignmentId
  }

  close(): void {
    this.assignmentId = null
  }

  /** Tells the application that the session ended or that another tab changed the role or the account. */
  report(problem: ProblemError): void {
    if (problem.code === 'assignment-changed' || problem.code === 'account-changed') this.tell(problem.code)
    else if (problem.status === 401 && this.assignmentId && problem.code !== 'bad-credentials') {
      this.close()
      this.tell('ended')
    }
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private tell(trouble: Trouble): void {
    for (const listener of this.listeners) listener(trouble)
  }
}

export const session = new Session()
