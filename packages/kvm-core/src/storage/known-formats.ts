/** Where a format writes its signature. */
interface Signature {
  readonly format: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * Formats of disk images that a guest does not write onto its own disk. LUKS is not among them: it stands at the same
 * place on every disk that a guest encrypts as a whole.
 */
const signatures: readonly Signature[] = [
  at(0, "qcow2", "QFI\u00fb"),
  at(0, "qed", "QED\0"),
  at(0, "vmdk", "KDMV"),
  at(0, "vmdk", "COWD"),
  at(0, "vmdk", "# Disk DescriptorFile"),
  at(0, "vhdx", "vhdxfile"),
  at(0, "vpc", "conectix"),
  at(0, "parallels", "WithoutFreeSpace"),
  at(0, "parallels", "WithouFreSpacExt"),
  at(64, "vdi", "\u007f\u0010\u00da\u00be"),
];

/** The image format whose signature stands in an image's first bytes; undefined when none does, as on a raw disk. */
export function signatureIn(bytes: Uint8Array): string | undefined {
  return signaturesIn(bytes)[0];
}

/** Every format whose signature stands there: a file made to be taken for several has more than one. */
export function signaturesIn(bytes: Uint8Array): string[] {
  const found = signatures.filter(({ offset, bytes: wanted }) =>
    wanted.every((byte, index) => bytes[offset + index] === byte),
  );
  return [...new Set(found.map(({ format }) => format))];
}

function at(offset: number, format: string, text: string): Signature {
  return { format, offset, bytes: Uint8Array.from(text, (letter) => letter.charCodeAt(0)) };
}
