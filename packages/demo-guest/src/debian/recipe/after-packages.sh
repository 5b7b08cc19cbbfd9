# Run by mmdebstrap with the guest's root directory, after all packages.
set -eu
root=$1

echo debian >"$root/etc/hostname"
echo 'LABEL=guest / ext4 defaults 0 1' >"$root/etc/fstab"
echo 'datasource_list: [NoCloud, None]' >"$root/etc/cloud/cloud.cfg.d/90-guest.cfg"
printf '[Match]\nName=en* eth*\n\n[Network]\nDHCP=yes\n' >"$root/etc/systemd/network/90-dhcp.network"
systemctl --root="$root" --quiet enable systemd-networkd.service
# A guest without a network is up all the same; and nothing wakes up by itself to fetch, trim or scrub.
systemctl --root="$root" --quiet mask systemd-networkd-wait-online.service getty@tty1.service \
  apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer

# The boot loader: GRUB in one piece, which finds the kernel below names that never change. Written onto the disk later.
cd "$root/boot"
ln -s vmlinuz-* vmlinuz
ln -s initrd.img-* initrd.img
cat >"$root/boot/early.cfg" <<'CONFIG'
serial --unit=0 --speed=115200
terminal_output serial
set root=(hd0,msdos1)
linux /boot/vmlinuz root=LABEL=guest rw console=ttyS0 no_timer_check
initrd /boot/initrd.img
boot
CONFIG
chroot "$root" grub-mkimage -O i386-pc -p '(hd0,msdos1)/boot/grub' -c /boot/early.cfg -o /boot/core.img \
  biosdisk part_msdos ext2 linux serial terminal
cp "$root/usr/lib/grub/i386-pc/boot.img" "$root/boot/boot.img"
