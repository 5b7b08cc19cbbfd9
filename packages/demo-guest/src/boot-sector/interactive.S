# A guest that answers: the smallest thing that can be booted, talked to, stopped and migrated.
#
# Prints "READY", then a '.' about once a second, and echoes what it receives, except for:
#   Q  power off (ACPI S5)         R  reboot
#   P  panic (needs -device pvpanic; the guest itself goes on)
#   H  hang: interrupts off, CPU halted, deaf to everything
#   W  write sector 3 (bytes 1024-1535) of the boot disk; answers 'w', or 'E' when the disk refused.
#      The sector starts with the number of writes since boot, 16 bit little-endian.
# The ACPI power button prints "PWRBTN" and powers off.

.include "pc.inc"
.globl _start
_start:
        enter
        movw    $ready, %si
        call    print

main:
        movw    $UART_STATUS, %dx
        inb     %dx, %al
        testb   $UART_CAN_RECEIVE, %al
        jz      idle
        movw    $UART_DATA, %dx
        inb     %dx, %al
        cmpb    $'Q', %al
        je      off
        cmpb    $'R', %al
        je      reboot
        cmpb    $'P', %al
        je      panic
        cmpb    $'H', %al
        je      hang
        cmpb    $'W', %al
        je      write
        call    send
        jmp     main

# Nothing received: look at the power button and the clock, then sleep until the next BIOS tick.
idle:
        movw    $ACPI_EVENT, %dx
        inw     %dx, %ax
        testb   $1, %ah
        jnz     pressed
        movw    BIOS_TICKS, %ax
        subw    last_beat, %ax
        cmpw    $18, %ax
        jb      sleep
        addw    %ax, last_beat
        movb    $'.', %al
        call    send
sleep:
        hlt
        jmp     main

pressed:
        movw    $button, %si
        call    print
off:
        power_off
hang:
        cli
        hlt
        jmp     hang

reboot:
        movw    $RESET_CONTROL, %dx
        movb    $2, %al                 # hard reset...
        outb    %al, %dx
        movb    $6, %al                 # ...now
        outb    %al, %dx
        jmp     hang

panic:
        movw    $PVPANIC, %dx
        movb    $1, %al
        outb    %al, %dx
        jmp     main

write:
        incw    writes
        movw    writes, %ax
        movw    %ax, sector
        movw    $0x0301, %ax            # BIOS: write one sector...
        movw    $0x0003, %cx            # ...cylinder 0, sector 3 (counted from 1)
        movw    $0x0080, %dx            # ...head 0 of the first disk
        movw    $sector, %bx
        int     $0x13
        movb    $'w', %al
        jnc     1f
        movb    $'E', %al
1:      call    send
        jmp     main

# Sends AL. Changes DX.
send:
        pushw   %ax
        movw    $UART_STATUS, %dx
2:      inb     %dx, %al
        testb   $UART_CAN_SEND, %al
        jz      2b
        popw    %ax
        movw    $UART_DATA, %dx
        outb    %al, %dx
        ret

# Sends the zero-terminated text at SI.
print:
        lodsb
        testb   %al, %al
        jz      3f
        call    send
        jmp     print
3:      ret

last_beat:      .word 0
writes:         .word 0
ready:          .asciz "READY\r\n"
button:         .asciz "PWRBTN\r\n"

boot_signature
.equ sector, 0x7e00                     # 512 free bytes behind this sector
