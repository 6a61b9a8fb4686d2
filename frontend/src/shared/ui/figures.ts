/** A figure as people type it: comma or point, spaces between thousands; empty is no figure. */
export function parseFigure(text: string): number | null {
  const plain = text.trim().replace(/\s/g, '').replace(',', '.')
  return plain === '' ? null : Number(plain)
}
