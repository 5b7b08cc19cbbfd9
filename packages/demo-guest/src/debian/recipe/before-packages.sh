# Run by mmdebstrap with the guest's root directory, after the essential packages and before the others.
set -eu
root=$1

# An initial file system with the three drivers that lead to the root disk: unpacking it takes most of an emulated boot.
mkdir -p "$root/etc/initramfs-tools/conf.d" "$root/usr/share/initramfs-tools/modules.d"
echo MODULES=list >"$root/etc/initramfs-tools/conf.d/guest"
printf 'virtio_pci\nvirtio_blk\next4\n' >"$root/usr/share/initramfs-tools/modules.d/guest"
