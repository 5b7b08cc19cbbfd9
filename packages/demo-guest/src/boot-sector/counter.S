# A guest that counts, some two hundred times a second: writes the number to its disk, and then prints it.
#
# Each line is four hexadecimal digits, one more than the line before it. The number lies in the first two bytes of
# sector 3 (bytes 1024-1535) of the boot disk, little-endian, before it is printed; a guest that boots again counts on from
# there. So a console that lost or doubled a line, a disk that lost a write and two guests on one disk are all seen.
# Prints "READY" when it boots, and "E" in the place of a number when the disk refused. The ACPI power button powers off.

.include "pc.inc"
.equ PIT_MODE,         0x43
.equ PIT_CHANNEL_0,    0x40
.equ DIVISOR,          5966             # of 1193182 Hz: 200 a second

.globl _start
_start:
        enter
        movb    $0x36, %al              # channel 0, low and high byte, square wave
        outb    %al, $PIT_MODE
        movb    $(DIVISOR & 0xff), %al
        outb    %al, $PIT_CHANNEL_0
        movb    $(DIVISOR >> 8), %al
        outb    %al, $PIT_CHANNEL_0
        movw    $0x0201, %ax            # BIOS: read one sector
        call    disk
        movw    $ready, %si
1:      lodsb
        testb   %al, %al
        jz      count
        call    send
        jmp     1b

count:
        hlt                             # until the next tick
        movw    $ACPI_EVENT, %dx
        inw     %dx, %ax
        testb   $1, %ah
        jnz     off
        incw    sector
        movw    $0x0301, %ax            # BIOS: write one sector
        call    disk
        movb    $'E', %al
        jc      last
        movw    sector, %bp
        movw    $4, %di
digit:  rolw    $4, %bp
        movw    %bp, %ax
        andb    $0x0f, %al
        cmpb    $10, %al
        jb      1f
        addb    $('A' - '0' - 10), %al
1:      addb    $'0', %al
        call    send
        decw    %di
        jnz     digit
        movb    $'\r', %al
last:   call    send
        movb    $'\n', %al
        call    send
        jmp     count

# The function in AX on sector 3 of the first disk. Carry: the disk refused.
disk:
        movw    $0x0003, %cx            # cylinder 0, sector 3 (counted from 1)
        movw    $0x0080, %dx            # head 0 of the first disk
        movw    $sector, %bx
        int     $0x13
        ret

# Sends AL. Changes DX and AH.
send:
        movb    %al, %ah
1:      movw    $UART_STATUS, %dx
        inb     %dx, %al
        testb   $UART_CAN_SEND, %al
        jz      1b
        movw    $UART_DATA, %dx
        movb    %ah, %al
        outb    %al, %dx
        ret

off:
        power_off
1:      cli
        hlt
        jmp     1b

ready:          .asciz "READY\r\n"

boot_signature
.equ sector, 0x7e00                     # 512 free bytes behind this sector
