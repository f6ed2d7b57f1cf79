package main

import (
	"fmt"
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// exp5, logRatio and feeShare are the functions of the same names.
func (k *kernel) exp5(y VecVirtual) VecVirtual {
	y2 := k.mul(y, y)
	high := k.add(k.float(1.0/24), k.mul(k.float(1.0/120), y))
	mid := k.add(k.float(0.5), k.mul(k.float(1.0/6), y))
	high = k.add(mid, k.mul(y2, high))
	return k.add(k.add(k.float(1), y), k.mul(y2, high))
}

func (k *kernel) logRatio(e VecVirtual) VecVirtual {
	x := k.vec()
	VSUBPS(e, k.loaded(k.float(14)), x)
	VDIVPS(k.add(k.float(14), e), x, x)
	x = k.clamp(x, 0.6)
	x2 := k.mul(x, x)
	v := k.mul(k.float(1.0/9), x2)
	for _, c := range []float32{1.0 / 7, 1.0 / 5, 1.0 / 3} {
		VADDPS(k.float(c), v, v)
		VMULPS(x2, v, v)
	}
	VADDPS(k.float(1), v, v)
	VMULPS(x, v, v)
	VADDPS(v, v, v)
	return v
}

func (k *kernel) feeShare(x VecVirtual) VecVirtual {
	v := k.exp5(k.mul(k.float(0.0625), k.clamp(k.add(k.float(3.5), x), 5.5)))
	for range 4 {
		VMULPS(v, v, v)
	}
	return k.mul(k.float(0.030197383), v)
}

func (k *kernel) clamp(x VecVirtual, a float32) VecVirtual {
	v := k.vec()
	VMINPS(k.float(a), x, v)
	VMAXPS(k.float(-a), v, v)
	return v
}

// add is x+y, mul x*y, sub y-x; x may be memory.
func (k *kernel) add(x Op, y VecVirtual) VecVirtual { v := k.vec(); VADDPS(x, y, v); return v }
func (k *kernel) mul(x Op, y VecVirtual) VecVirtual { v := k.vec(); VMULPS(x, y, v); return v }
func (k *kernel) sub(x Op, y VecVirtual) VecVirtual { v := k.vec(); VSUBPS(x, y, v); return v }

func (k *kernel) load(from Mem, to VecVirtual)  { VMOVUPS(from, to) }
func (k *kernel) store(from VecVirtual, to Mem) { VMOVUPS(from, to) }

func (k *kernel) loaded(m Mem) VecVirtual {
	v := k.vec()
	VMOVUPS(m, v)
	return v
}

// inRegister is x, loaded where it is memory.
func (k *kernel) inRegister(x Op) VecVirtual {
	if m, ok := x.(Mem); ok {
		return k.loaded(m)
	}
	return x.(VecVirtual)
}

func (k *kernel) xor(x Op, y, to VecVirtual) {
	if k.width == 64 {
		VPXORD(x, y, to)
		return
	}
	VPXOR(x, y, to)
}

// xor3 is to ^= x ^ y.
func (k *kernel) xor3(x Op, y, to VecVirtual) {
	if k.width == 64 {
		VPTERNLOGD(Imm(0x96), x, y, to)
		return
	}
	VPXOR(y, to, to)
	VPXOR(x, to, to)
}

var constants = map[uint32]Mem{}

// constant is 16 lanes of the same bits.
func (k *kernel) constant(bits uint32) Mem {
	if m, ok := constants[bits]; ok {
		return m
	}
	m := GLOBL(fmt.Sprintf("lanes%08x", bits), attr.RODATA|attr.NOPTR)
	for i := range 16 {
		DATA(4*i, U32(bits))
	}
	constants[bits] = m
	return m
}

func (k *kernel) float(x float32) Mem { return k.constant(math.Float32bits(x)) }
