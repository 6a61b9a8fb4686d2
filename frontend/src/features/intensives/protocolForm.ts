interface Decision {
  text: string
  responsible: string
  due_on: string | null
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

export const decisionLines = (decisions: Decision[]) =>
  decisions
    .map(({ text, responsible, due_on }) => [text, responsible, due_on].filter(Boolean).join('; '))
    .join('\n')

/** `Повторить в марте; ИМЦ; 2027-03-01`: what, who, until when. */
export function parseDecisions(text: string): Decision[] {
  return lines(text).map((line) => {
    const [decided = '', responsible = '', due = ''] = line.split(';').map((part) => part.trim())
    return { text: decided, responsible, due_on: due || null }
  })
}

interface ProtocolValues {
  number: string
  chair: string
  secretary: string
  questions: string
  decisions: string
}

const optional = (text: string) => text.trim() || null

export const protocolBody = (values: ProtocolValues) => ({
  number: optional(values.number),
  chair: optional(values.chair),
  secretary: optional(values.secretary),
  questions: lines(values.questions),
  decisions: parseDecisions(values.decisions),
})
