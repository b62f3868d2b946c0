/** Options or input that the user can put right. Printed without a stack; exit code 2. */
export class InputError extends Error {}
