# A guest that never stops talking: lines of A to Z as fast as the serial port takes them.
#
# The text is known in advance, so whoever reads it can tell a lost byte from a doubled one. The guest keeps
# no clock and sleeps never: its speed is the speed of the console path. The ACPI power button powers off,
# also while the serial port takes nothing more because nobody reads it.

.include "pc.inc"
.globl _start
_start:
        enter

line:
        movb    $'A', %bl
letter:
        call    send
        incb    %bl
        cmpb    $'Z', %bl
        jbe     letter
        movb    $'\r', %bl
        call    send
        movb    $'\n', %bl
        call    send
        jmp     line

# Sends BL; watches the power button while it waits and once per byte. Changes AX and DX.
send:
        movw    $ACPI_EVENT, %dx
        inw     %dx, %ax
        testb   $1, %ah
        jnz     off
        movw    $UART_STATUS, %dx
        inb     %dx, %al
        testb   $UART_CAN_SEND, %al
        jz      send
        movw    $UART_DATA, %dx
        movb    %bl, %al
        outb    %al, %dx
        ret

off:
        power_off
1:      cli
        hlt
        jmp     1b

boot_signature
