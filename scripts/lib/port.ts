/** The port of `--port`, of the variable PORT unless it is empty, or 4321; undefined for what is none. */
export function portOf(
  option: string | undefined,
  variable: string | undefined,
): number | undefined {
  const port = Number(option ?? (variable || 4321));
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined;
}
