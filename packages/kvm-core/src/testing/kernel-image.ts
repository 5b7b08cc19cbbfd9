/** The header QEMU looks for in a Linux kernel, boot protocol 2.0, and nothing else. */
export function kernelImage(): Buffer {
  const image = Buffer.alloc(8192);
  image.writeUInt8(1, 0x1f1);
  image.writeUInt16LE(0xaa55, 0x1fe);
  image.write("HdrS", 0x202, "latin1");
  image.writeUInt16LE(0x0200, 0x206);
  return image;
}
