/** A decoder for text that begins with these bytes: UTF-16 where its mark says so, as Windows shells write it; UTF-8 otherwise. */
export function decoderFor(bytes: Uint8Array): TextDecoder {
  const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  return new TextDecoder(mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8');
}
