/** A figure as people type it: comma or point, spaces between thousands; empty is no figure. What is none goes to the server
as typed: it says so beside the field, where null would be taken for nothing. */
export function parseFigure(text: string): number | null {
  const plain = text.trim().replace(/\s/g, '').replace(',', '.')
  if (plain === '') return null
  const figure = Number(plain)
  return Number.isFinite(figure) ? figure : (text as unknown as number)
}
