# The guest that decides whether KVM is usable: firmware of 4 KiB that does, one after the other, what a stock 64-bit
# kernel does in its first moments, and writes a letter to COM1 after each. A KVM that only pretends stops at a letter.
#
#   R  real mode: the first instruction after reset           M  model specific registers hold what is written
#   P  32-bit protected mode, running from RAM                U  ring 3 and back, by `syscall` and by an interrupt
#   L  64-bit long mode with paging                           F  a page fault is delivered, mended and retried
#   C  CPUID answers and the time stamp counter runs          T  the local APIC's timer interrupts a halted CPU
#   S  SSE registers hold what is written                     I  the 8254 timer that calibrates the clocks counts down
#
# Then it writes "OK", a line end, and leaves through the isa-debug-exit device at port 0xf4 with value 0x10.
#
# Build: as --64 probe-guest.S -o p.o && ld -Ttext=0x8000 --oformat binary -e 0 p.o -o p.bin     (4096 bytes)
# The last 4 KiB below 4 GiB hold it after reset, and again the last 4 KiB below 1 MiB; it copies itself to 0x8000.

.set HERE, 0x8000                # where it is linked and runs from, once it has copied itself
.set LOW, 0xff000                # the ROM as protected mode without A20 tricks sees it
.set PML4, 0x1000                # page tables: PML4, PDPT, and a PD each for the first and the fourth GiB
.set PDPT, 0x2000
.set PD0, 0x3000
.set PD3, 0x4000
.set IDT, 0x5000                 # 256 gates of 16 bytes
.set TSS, 0x6000
.set STACK, 0x7f00               # of ring 0
.set USERSTACK, 0x7000
.set HOLE, 0x40000000            # the second GiB, not mapped until the page fault
.set APIC, 0xfee00000

.macro say letter
 mov $0x3f8, %dx
 mov $\letter, %al
 out %al, %dx
.endm

.text
.globl start
start:
.code16
real:                            # CS base 0xffff0000, so offsets here are 0xf000 higher than the link address says
 cli
 say 'R'
 lgdtl %cs:(gdtr16 - HERE + 0xf000)
 mov %cr0, %eax
 or $1, %al
 mov %eax, %cr0
 ljmpl $0x18, $(LOW + protected - HERE)

.code32
protected:
 mov $0x20, %ax
 mov %ax, %ds
 mov %ax, %es
 mov %ax, %ss
 mov $STACK, %esp
 cld
 mov $0x1000, %edi               # clear 0x1000-0x7fff: tables and stacks
 xor %eax, %eax
 mov $0x1c00, %ecx
 rep stosl
 mov $LOW, %esi                  # move into RAM and go on there
 mov $HERE, %edi
 mov $0x400, %ecx
 rep movsl
 ljmpl $0x18, $inram
inram:
 say 'P'
 movl $(PDPT + 7), PML4          # present, writable, user
 movl $(PD0 + 7), PDPT
 movl $(PD3 + 7), PDPT + 24
 movl $0x87, PD0                 # first 2 MiB, as one large page
 movl $(0xfee00000 | 0x9b), PD3 + 503 * 8   # the APIC's 2 MiB, uncached
 mov $PML4, %eax
 mov %eax, %cr3
 mov %cr4, %eax
 or $0x620, %eax                 # PAE, OSFXSR, OSXMMEXCPT
 mov %eax, %cr4
 mov $0xc0000080, %ecx           # EFER: long mode, and `syscall`
 rdmsr
 or $0x101, %eax
 wrmsr
 mov %cr0, %eax
 or $0x80000002, %eax            # paging; monitor coprocessor
 and $0x9ffffffb, %eax            # no FPU emulation, caches on
 mov %eax, %cr0
 lgdt gdtr
 ljmpl $0x08, $long

.code64
long:
 mov $0x10, %ax
 mov %ax, %ds
 mov %ax, %es
 mov %ax, %ss
 mov $STACK, %rsp
 say 'L'

 xor %eax, %eax                  # C
 cpuid
 test %eax, %eax
 jz stuck
 mov $1, %eax
 cpuid
 bt $9, %edx                     # a local APIC is there
 jnc stuck
 rdtsc
 mov %eax, %esi
 mov $1000, %ecx
1: dec %ecx
 jnz 1b
 rdtsc
 cmp %esi, %eax
 je stuck
 say 'C'

 mov $0x0123456789abcdef, %rax   # S
 movq %rax, %xmm5
 movdqa %xmm5, %xmm6
 paddq %xmm6, %xmm6
 movq %xmm6, %rbx
 add %rax, %rax
 cmp %rax, %rbx
 jne stuck
 say 'S'

 mov $0xc0000102, %ecx           # M: KERNEL_GS_BASE, then the entry of `syscall`
 mov $mark, %eax
 xor %edx, %edx
 wrmsr
 swapgs
 cmpl $0x4b564d21, %gs:0
 jne stuck
 swapgs
 mov $0xc0000082, %ecx           # LSTAR
 mov $entry, %eax
 wrmsr
 rdmsr
 cmp $entry, %eax
 jne stuck
 mov $0xc0000081, %ecx           # STAR: ring 0 selectors from 0x08, ring 3 from 0x28
 xor %eax, %eax
 mov $0x00280008, %edx
 wrmsr
 mov $0xc0000084, %ecx           # SFMASK: interrupts off on entry
 mov $0x200, %eax
 xor %edx, %edx
 wrmsr
 say 'M'

 movw $TSS, gdttss + 2           # U: a TSS for the stack of ring 0, gates for the interrupts
 movq $STACK, TSS + 4
 mov $0x40, %ax
 ltr %ax
 mov $14, %edi
 mov $pagefault, %eax
 call gate
 mov $0x40, %edi
 mov $tick, %eax
 call gate
 mov $0x80, %edi
 mov $fromuser, %eax
 call gate
 orb $0x60, IDT + 0x80 * 16 + 5  # ring 3 may call this one
 lidt idtr
 pushq $0x33                     # to ring 3: stack segment, stack, flags, code segment, address
 pushq $USERSTACK
 pushq $2
 pushq $0x3b
 pushq $user
 iretq
user:                            # ring 3
 syscall
 int $0x80
 jmp user
entry:                           # ring 0, by `syscall`; the stack is still the user's
 inc %r15d
 sysretq
fromuser:                        # ring 0, by the interrupt: the CPU took the stack of the TSS
 cmp $1, %r15d
 jne stuck
 mov %cs, %ax
 test $3, %al
 jnz stuck
 cmp $(STACK - 40), %rsp
 jne stuck
 mov $STACK, %rsp
 say 'U'

 mov $HOLE, %eax                 # F: the fault handler maps the hole onto the first page
 mov (%rax), %ebx
 cmp $1, %r14d
 jne stuck
 say 'F'

 mov $APIC, %ebx                 # T
 mov $0x1b, %ecx                 # APIC base: enabled, and where it is expected
 rdmsr
 bt $11, %eax
 jnc stuck
 movl $0x1ff, 0xf0(%rbx)         # software enable, spurious vector 255
 movl $0x0b, 0x3e0(%rbx)         # divide by 1
 movl $0x40, 0x320(%rbx)         # one shot, vector 0x40
 movl $100000, 0x380(%rbx)
2: cmp $0, %r13d
 jne 3f
 sti
 hlt
 cli
 jmp 2b
3: cli
 say 'T'

 in $0x61, %al                   # I: gate of channel 2 on, speaker off
 and $0xfd, %al
 or $1, %al
 out %al, $0x61
 mov $0xb0, %al                  # channel 2, both bytes, interrupt on terminal count
 out %al, $0x43
 mov $0xff, %al                  # 1023 ticks, just under a millisecond
 out %al, $0x42
 mov $0x03, %al
 out %al, $0x42
4: in $0x61, %al
 test $0x20, %al
 jz 4b
 say 'I'
 say 'O'
 say 'K'
 say '\n'
 mov $0x10, %al
 out %al, $0xf4
stuck:
 cli
 hlt
 jmp stuck

pagefault:
 inc %r14d
 movl $(PD0 + 7), PDPT + 8
 add $8, %rsp                    # error code
 iretq
tick:
 inc %r13d
 movl $0, 0xb0(%rbx)             # end of interrupt
 iretq
gate:                            # interrupt gate number edi → eax
 shl $4, %edi
 mov %ax, IDT(%rdi)
 movw $0x08, IDT + 2(%rdi)
 movw $0x8e00, IDT + 4(%rdi)
 shr $16, %eax
 mov %ax, IDT + 6(%rdi)
 ret

.balign 8
mark: .long 0x4b564d21
idtr: .word 256 * 16 - 1
 .quad IDT
gdtr16: .word gdtend - gdt - 1
 .long LOW + gdt - HERE
gdtr: .word gdtend - gdt - 1
 .quad gdt
.balign 8
gdt: .quad 0
 .quad 0x00af9b000000ffff        # 08 code, ring 0, 64 bit
 .quad 0x00cf93000000ffff        # 10 data, ring 0
 .quad 0x00cf9b000000ffff        # 18 code, ring 0, 32 bit
 .quad 0x00cf93000000ffff        # 20 data, ring 0
 .quad 0x00cffb000000ffff        # 28 code, ring 3, 32 bit (where `sysret` counts from)
 .quad 0x00cff3000000ffff        # 30 data, ring 3
 .quad 0x00affb000000ffff        # 38 code, ring 3, 64 bit
gdttss: .quad 0x0000890000000067 # 40 TSS
 .quad 0
gdtend:

.org 0xff0                       # the CPU starts here
.code16
 .byte 0xe9                      # jmp real
 .word real - HERE - 0xff3
.org 0x1000
