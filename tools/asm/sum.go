package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// emitSum emits a twin of Tile.sum.
func (k *kernel) emitSum() {
	TEXT(k.name, NOSPLIT, "func(t *byte, first, days int, c *byte)")
	Doc(k.name + " is Tile.sum.")
	price, days, to := Load(Param("t"), GP64()), Load(Param("days"), GP64()), Load(Param("c"), GP64())
	first := Load(Param("first"), GP64())
	SHLQ(Imm(6), first)
	ADDQ(first, price)
	var sums [2][4]VecVirtual
	for half := range 2 {
		for i := range 4 {
			sums[half][i] = k.vec()
			VXORPS(sums[half][i], sums[half][i], sums[half][i])
		}
		VMOVUPS(k.float(float32(math.Inf(1))), sums[half][3])
	}
	Label("day")
	for half, s := range sums {
		p := k.loaded(Mem{Base: price, Disp: tPrice + half*32})
		h := k.loaded(Mem{Base: price, Disp: tHashvalue + half*32})
		VADDPS(h, s[0], s[0])
		inverse := k.loaded(k.float(1))
		VDIVPS(p, inverse, inverse)
		VADDPS(inverse, s[1], s[1])
		VMULPS(p, h, h)
		VADDPS(h, s[2], s[2])
		VMINPS(h, s[3], s[3])
	}
	ADDQ(Imm(line), price)
	DECQ(days)
	JNZ(LabelRef("day"))
	for half, s := range sums {
		for i, v := range s {
			k.store(v, k.field(to, i, half))
		}
	}
	VZEROUPPER()
	RET()
}
