# A guest that writes to memory without end: one byte on each of 128 pages (512 KiB), over and over.
#
# Between two pages it counts for a while, so that its speed is the processor's: it writes some ten thousand
# pages a second on an idle machine, less when its processor is slowed down. It prints "READY" and echoes
# what it receives, and keeps writing; end it by force.

.include "pc.inc"
.equ FIRST_SEGMENT,    0x1000           # pages from 64 KiB on ...
.equ LAST_SEGMENT,     0x9000           # ... to below 576 KiB
.equ PAGE_IN_SEGMENTS, 0x100
.equ WRITE_PROTECT,    0x10000          # bit 16 of CR0
.equ PAUSE,            40000            # of two instructions each

.globl _start
_start:
        enter
        movw    $ready, %si
1:      lodsb
        testb   %al, %al
        jz      round
        call    send
        jmp     1b

# Emulated by QEMU before 9.0 a processor's cached translations are not told that a page is clean again, and
# what is written through them is missed by a migration (KVM is not concerned). An operating system changes
# address spaces all the time; here a write protect bit that means nothing in real mode empties the cache.
round:
        movl    %cr0, %eax
        xorl    $WRITE_PROTECT, %eax
        movl    %eax, %cr0
        movw    $FIRST_SEGMENT, %bx
page:
        movw    %bx, %es
        incb    %es:0
        movw    $PAUSE, %cx
1:      decw    %cx
        jnz     1b
        movw    $UART_STATUS, %dx
        inb     %dx, %al
        testb   $UART_CAN_RECEIVE, %al
        jz      2f
        movw    $UART_DATA, %dx
        inb     %dx, %al
        call    send
2:      addw    $PAGE_IN_SEGMENTS, %bx
        cmpw    $LAST_SEGMENT, %bx
        jb      page
        jmp     round

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

ready:  .asciz  "READY\r\n"

boot_signature
