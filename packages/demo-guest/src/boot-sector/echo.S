# A guest that answers at once: every byte it receives goes back, woken by the serial port's own interrupt.
#
# In between it sleeps, as an operating system does, so it takes no processor time from whoever measures how
# long a key takes to come back. It knows no commands; end it by force.

.include "pc.inc"
.equ UART_INTERRUPTS,  0x3f9            # bit 0: one for each byte received
.equ UART_MODEM,       0x3fc
.equ UART_OUT2,        0x08             # lets the interrupt out of the chip
.equ PIC_MASK,         0x21
.equ PIC_COMMAND,      0x20
.equ END_OF_INTERRUPT, 0x20
.equ COM1_VECTOR,      0x0c * 4         # interrupt line 4, where the BIOS puts it

.globl _start
_start:
        enter
        cli
        movw    $received, COM1_VECTOR
        movw    $0, COM1_VECTOR + 2
        movw    $UART_MODEM, %dx
        movb    $UART_OUT2, %al
        outb    %al, %dx
        movw    $UART_INTERRUPTS, %dx
        movb    $1, %al
        outb    %al, %dx
        inb     $PIC_MASK, %al
        andb    $~0x10, %al
        outb    %al, $PIC_MASK
        movb    $'>', %al
        movw    $UART_DATA, %dx
        outb    %al, %dx
sleep:  sti
        hlt
        jmp     sleep

received:
        pushw   %ax
        pushw   %dx
1:      movw    $UART_STATUS, %dx
        inb     %dx, %al
        testb   $UART_CAN_RECEIVE, %al
        jz      2f
        movw    $UART_DATA, %dx
        inb     %dx, %al
        outb    %al, %dx
        jmp     1b
2:      movb    $END_OF_INTERRUPT, %al
        outb    %al, $PIC_COMMAND
        popw    %dx
        popw    %ax
        iret

boot_signature
