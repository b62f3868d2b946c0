/** What a printed message says of its exception's class. */
interface Printed {
  headline: string;
  exception?: string | undefined;
}

/** The class of the exception, where the printed line does not begin with it: nothing names it twice. */
export function exceptionToAdd({ headline, exception }: Printed): string | undefined {
  if (!exception) return undefined;
  const names = [exception, exception.split('.').at(-1) ?? exception];
  const isNamed = names.some((name) => headline === name || headline.startsWith(`${name}:`));
  return isNamed ? undefined : exception;
}
