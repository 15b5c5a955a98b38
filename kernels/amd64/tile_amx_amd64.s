//go:build !purego

#include "textflag.h"
#include "tile_words_amd64.h"

// func TileStripAMX(m, n, k, terms int, a, b *uint16, c *float32, ldc int, acc bool, s, ask *float32, step int)
//
// C[m×n] = S, or C += S if acc, S = A·B from terms of bfloat16, in sums of 32 products,
// those of the first terms in a pass of their own; 1 ≤ m ≤ 32, n ≥ 1, k ≥ 1, terms 1, 2
// or 3. Needs AMX_BF16 with the permission of the system, AVX512F and BMI2.
//
//   a    rows of k numbers, rounded up to 32; a term is 32 rows further
//   b    panels of 32 columns, pairs of rows interleaved, as many as a has, term after term
//   c    rows ldc elements apart, n elements each; not read if !acc
//   s    scratch: a tile of C, 32×32, and 64 bytes for the configuration
//   ask and step are not used
//
//   SI, DI  A and B at this step of k; R10 operand; AX a row of A, R9 one of B and s, BX a
//           term of either (bytes)
//   R8 panel of B; CX steps left; R11 rows; DX columns left; R12 tile of C, R13 ldc
//   K1, K2 columns of C, K3, K4 those that are added to
//
// Two by two tiles: a step is 4, 12 or 24 TDPBF16PS of 16 cycles each, for 4, 12 or 16
// tiles loaded, of 8 cycles each; bound by the products. One float operation a step
// keeps the vector unit awake: to wake it costs as much as 50 products. The tiles are
// released before the return, since their state would not survive in Go. If there are no
// more than 16 rows, one row that nobody reads stands for the lower ones.

#define A \
	LOAD_UPPER \
	SHLQ $4, AX \
	ADDQ AX, R10 \
	SHRQ $4, AX \
	LOAD_LOWER

#define B \
	LOAD_LEFT \
	ADDQ $64, R10 \
	LOAD_RIGHT

#define DOT \
	DOT_0 \
	DOT_1 \
	DOT_2 \
	DOT_3

#define START \
	MOVQ a+32(FP), SI \
	MOVQ R8, DI \
	MOVQ AX, CX \
	SHRQ $6, CX

#define NEXT \
	VFMADD231PS Z31, Z31, Z31 \
	ADDQ $64, SI \
	ADDQ $2048, DI \
	DECQ CX

TEXT ·TileStripAMX(SB), NOSPLIT, $0-96
	MOVQ k+16(FP), AX
	ADDQ $31, AX
	ANDQ $-32, AX
	SHLQ $1, AX
	MOVQ AX, BX
	SHLQ $5, BX
	MOVL $128, R9
	MOVQ b+40(FP), R8
	MOVQ c+48(FP), R12
	MOVQ ldc+56(FP), R13
	SHLQ $2, R13
	MOVQ n+8(FP), DX
	MOVQ m+0(FP), R11

	// Rows of the tiles in SI, one byte each: 0, 1 and 4 upper, 2, 3 and 5 lower.
	MOVL    $16, CX
	CMPQ    R11, CX
	CMOVQLT R11, CX
	MOVQ    R11, DI
	SUBQ    CX, DI
	MOVL    $1, R10
	CMOVQEQ R10, DI
	MOVQ    $0x0000000100000101, SI
	IMULQ   CX, SI
	MOVQ    $0x0000010001010000, R10
	IMULQ   DI, R10
	ADDQ    R10, SI
	MOVQ    $0x1010000000000000, R10
	ADDQ    R10, SI
	MOVQ    s+72(FP), R10
	ADDQ    $4096, R10
	VPXORD  Z31, Z31, Z31
	VMOVDQU64 Z31, (R10)
	MOVB    $1, (R10)
	MOVQ    $0x0040004000400040, DI
	MOVQ    DI, 16(R10)
	MOVQ    DI, 24(R10)
	MOVQ    SI, 48(R10)
	TILE_CONFIG

panel:
	ZERO_0
	ZERO_1
	ZERO_2
	ZERO_3
	START
	CMPQ terms+24(FP), $2
	JLT  main
	JEQ  two

three:
	LEAQ (SI)(BX*2), R10
	A
	MOVQ DI, R10
	B
	DOT
	LEAQ (SI)(BX*1), R10
	A
	DOT
	LEAQ (DI)(BX*1), R10
	B
	DOT
	MOVQ SI, R10
	A
	DOT
	LEAQ (DI)(BX*2), R10
	B
	DOT
	NEXT
	JNZ  three
	START
	JMP  main

two:
	MOVQ SI, R10
	A
	LEAQ (DI)(BX*1), R10
	B
	DOT
	LEAQ (SI)(BX*1), R10
	A
	MOVQ DI, R10
	B
	DOT
	NEXT
	JNZ  two
	START

main:
	MOVQ SI, R10
	A
	MOVQ DI, R10
	B
	DOT
	NEXT
	JNZ  main
	MOVQ s+72(FP), R10
	STORE_0
	ADDQ $64, R10
	STORE_1
	ADDQ $1984, R10
	STORE_2
	ADDQ $64, R10
	STORE_3

	MOVL    $32, CX
	CMPQ    DX, CX
	CMOVQLT DX, CX
	MOVQ    $-1, SI
	BZHIQ   CX, SI, SI
	KMOVW   SI, K1
	SHRQ    $16, SI
	KMOVW   SI, K2
	KXORW   K3, K3, K3
	KXORW   K4, K4, K4
	CMPB    acc+64(FP), $0
	JEQ     add
	KMOVW   K1, K3
	KMOVW   K2, K4

add:
	MOVQ s+72(FP), SI
	MOVQ R12, DI
	MOVQ R11, CX
	CMPQ DX, $16
	JLE  narrow

row:
	VMOVUPS.Z (DI), K3, Z0
	VMOVUPS.Z 64(DI), K4, Z1
	VADDPS  (SI), Z0, Z0
	VADDPS  64(SI), Z1, Z1
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, K2, 64(DI)
	ADDQ    $128, SI
	ADDQ    R13, DI
	DECQ    CX
	JNZ     row
	ADDQ    BX, R8 // to the next panel, over all terms
	CMPQ    terms+24(FP), $2
	JLT     over
	LEAQ    (R8)(BX*1), R8
	JEQ     over
	LEAQ    (R8)(BX*1), R8

over:
	ADDQ $128, R12
	SUBQ $32, DX
	JG   panel
	JMP  done

narrow:
	VMOVUPS.Z (DI), K3, Z0
	VADDPS  (SI), Z0, Z0
	VMOVUPS Z0, K1, (DI)
	ADDQ    $128, SI
	ADDQ    R13, DI
	DECQ    CX
	JNZ     narrow

done:
	TILE_RELEASE
	VZEROUPPER
	RET
