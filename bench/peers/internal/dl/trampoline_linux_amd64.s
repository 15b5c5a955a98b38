#include "textflag.h"

// The frame of dl_linux_amd64.go, as offsets.
#define FN     0
#define COUNT  8
#define INTS   16
#define FLOATS 64
#define NSTACK 128
#define STACK  136
#define RESULT 232
#define FLOAT  240

// func trampoline() uintptr
//
// The address of calls, for a C caller.
TEXT ·trampoline(SB), NOSPLIT, $0-8
	LEAQ calls<>(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// void calls(struct frame *f): System V ABI, on a C stack.
//
// Calls f->fn f->count times with the arguments of the frame and keeps what the
// last call returned, in AX and in X0. Arguments are laid out anew for each call, as a C loop
// would do, since the function called owns its registers and its stack words.
//
//   BX  frame      R12  calls left      R13  words on the stack      BP  old SP
TEXT calls<>(SB), NOSPLIT|NOFRAME, $0
	PUSHQ BP
	MOVQ  SP, BP
	PUSHQ BX
	PUSHQ R12
	PUSHQ R13
	PUSHQ R14
	MOVQ  DI, BX
	MOVQ  COUNT(BX), R12
	MOVQ  NSTACK(BX), R13
	LEAQ  (R13*8), AX
	SUBQ  AX, SP
	ANDQ  $~15, SP

again:
	XORQ AX, AX

words:
	CMPQ AX, R13
	JGE  registers
	MOVQ STACK(BX)(AX*8), CX
	MOVQ CX, (SP)(AX*8)
	INCQ AX
	JMP  words

registers:
	MOVSD (FLOATS+0)(BX), X0
	MOVSD (FLOATS+8)(BX), X1
	MOVSD (FLOATS+16)(BX), X2
	MOVSD (FLOATS+24)(BX), X3
	MOVSD (FLOATS+32)(BX), X4
	MOVSD (FLOATS+40)(BX), X5
	MOVSD (FLOATS+48)(BX), X6
	MOVSD (FLOATS+56)(BX), X7
	MOVQ  (INTS+0)(BX), DI
	MOVQ  (INTS+8)(BX), SI
	MOVQ  (INTS+16)(BX), DX
	MOVQ  (INTS+24)(BX), CX
	MOVQ  (INTS+32)(BX), R8
	MOVQ  (INTS+40)(BX), R9
	MOVL  $8, AX
	MOVQ  FN(BX), R11
	CALL  R11
	DECQ  R12
	JNZ   again

	MOVQ AX, RESULT(BX)
	MOVSD X0, FLOAT(BX)
	LEAQ -32(BP), SP
	POPQ R14
	POPQ R13
	POPQ R12
	POPQ BX
	POPQ BP
	RET
