/**
 * What terminals answer by themselves, as input: positions, attributes, modes, colours, window sizes, focus and mouse
 * reports, and strings (DCS, OSC).
 */
const replies =
  /^(?:\u001b\[[?>=]?[\d;]*(?:\$y|[cnRt])|\u001b\[\?\d*u|\u001b\[[IO]|\u001b\[<[\d;]+[Mm]|\u001b\[M[^]{3}|\u001b[P\]_][^\u001b\u0007]*(?:\u0007|\u001b\\))+$/;

/** Whether these bytes of a terminal are nothing but its own answers: no person typed them. */
export function areReplies(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1b && bytes.length > 2 && replies.test(Buffer.from(bytes).toString("latin1"));
}
