# In place of a BIOS: enters a kernel that the emulator has put into RAM, by the protocol PVH
# (Xen's docs/misc/pvh.pandoc). 64 KiB that end at 4 GiB; the reset vector is in the last 16 bytes.
# The symbols entry, initrd, initrd_size and memory are given to the assembler; cmdline is a file.

.set rom, 0xf0000 # the same bytes, below 1 MiB
.set ram, 0x10000 # their copy: the kernel borrows space in info

.code16
start:
	cli
	lgdtl	%cs:gdtr - start
	movl	$0x11, %eax
	movl	%eax, %cr0
	ljmpl	$8, $rom + protected - start

.code32
protected:
	movw	$16, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movl	$rom, %esi
	movl	$ram, %edi
	movl	$(end - start) / 4, %ecx
	rep movsl
	movl	$ram + info - start, %ebx
	movl	$entry, %eax
	jmp	*%eax

.balign 8
gdt:	.quad	0, 0xcf9a000000ffff, 0xcf92000000ffff
gdtr:	.word	gdtr - gdt - 1
	.long	rom + gdt - start

# struct hvm_start_info, version 1: one module, two ranges of memory, no ACPI
.balign 8
info:	.long	0x336ec578, 1, 0, 1
	.quad	ram + modules - start, ram + cmdline - start, 0, ram + map - start
	.long	2, 0
modules: .quad	initrd, initrd_size, 0, 0
map:	.quad	0, 0xa0000
	.long	1, 0
	.quad	0x100000, memory - 0x100000
	.long	1, 0
cmdline: .incbin "cmdline"
	.byte	0
.balign 4
end:

.org 0xfff0
.code16
	ljmp	$0xf000, $0
.org 0x10000
