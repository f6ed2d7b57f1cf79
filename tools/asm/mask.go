package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// maskOf says which lanes a condition holds on: all bits of a lane (AVX2) or a bit (AVX-512).
type maskOf struct {
	lanes VecVirtual
	bits  OpmaskVirtual
}

// Predicates of VCMPPS.
const (
	notLess      = 5
	greaterEqual = 13
)

func (k *kernel) compare(x VecVirtual, y Op, predicate uint8) maskOf {
	if k.width == 64 {
		m := maskOf{bits: K()}
		VCMPPS(Imm(uint64(predicate)), y, x, m.bits)
		return m
	}
	m := maskOf{lanes: YMM()}
	VCMPPS(Imm(uint64(predicate)), y, x, m.lanes)
	return m
}

// branch runs rare (behind the loop) if x compares with y on any lane, else common.
func (k *kernel) branch(x VecVirtual, y Op, predicate uint8, rare func(maskOf), common func()) {
	mask := k.compare(x, y, predicate)
	some := GP32()
	if k.width == 64 {
		KMOVW(mask.bits, some)
	} else {
		VMOVMSKPS(mask.lanes, some)
	}
	k.labels++
	there, back := fmt.Sprintf("rare%d", k.labels), fmt.Sprintf("back%d", k.labels)
	TESTL(some, some)
	JNZ(LabelRef(there))
	if common != nil {
		common()
	}
	Label(back)
	k.later = append(k.later, func() {
		Label(there)
		rare(mask)
		JMP(LabelRef(back))
	})
}

// pick is x on the lanes of the mask, y elsewhere.
func (k *kernel) pick(m maskOf, x, y VecVirtual) VecVirtual {
	v := k.vec()
	if k.width == 64 {
		VMOVAPS(y, v) // a blend's destination would count as read, and live throughout
		VMOVAPS(x, m.bits, v)
	} else {
		VBLENDVPS(m.lanes, x, y, v)
	}
	return v
}

// pickInto is pick into y.
func (k *kernel) pickInto(m maskOf, x, y VecVirtual) {
	if k.width == 64 {
		VMOVAPS(x, m.bits, y)
		return
	}
	VBLENDVPS(m.lanes, x, y, y)
}

// oddLanes is the mask of the odd 32-bit lanes.
func (k *kernel) oddLanes() OpmaskVirtual {
	some, m := GP32(), K()
	MOVL(U32(0xAAAA), some)
	KMOVW(some, m)
	return m
}
