package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The fields of valuation.walkTerms, in its order.
const (
	tGain     = 0
	tDeduct   = 8
	tPay      = 16
	tLastDue  = 24
	tEven     = 32
	tFloor    = 36
	tPause    = 40
	tKnockOut = 44
)

// The fields of valuation.stripWalks, in its order: of float64 a lane takes two lines.
const (
	sCountedHash    = 0 * line
	sCountedInverse = 2 * line
	sPaidHash       = 4 * line
	sPaidInverse    = 6 * line
	sPaidUSD        = 8 * line
	sDue            = 10 * line
	sStreak         = 12 * line
	sCountedDays    = 13 * line
	sPaidDays       = 14 * line
	sPayback        = 15 * line
	sEnd            = 16 * line
	sActive         = 17 * line
	sUnpaid         = 17*line + 2
)

// Predicates of VCMPPS, VCMPPD and VPCMPD, beside those of mask.go.
const (
	lessInt       = 1
	lessEqual     = 2
	notLessInt    = 5
	notGreaterEqu = 9
)

// walk emits walkAVX512, whose registers are of 64 bytes.
type walk struct {
	*kernel
	terms, state Register
}

// pair is a figure of float64 of sixteen lanes.
type pair [2]VecVirtual

// masks is a mask of sixteen lanes, for the one half of a pair and the other.
type masks [2]OpmaskVirtual

// emitWalk emits the twin of walk.run for sixteen paths side by side.
func emitWalk() {
	k := &walk{kernel: newKernel("walkAVX512", 64)}
	TEXT(k.name, NOSPLIT, "func(t, w, price, hash *byte, first, days int)")
	Doc(k.name + " is walk.run for the active lanes of stripWalks.")
	k.terms, k.state = Load(Param("t"), GP64()), Load(Param("w"), GP64())
	price, hash := Load(Param("price"), GP64()), Load(Param("hash"), GP64())
	day, days := Load(Param("first"), GP64()), Load(Param("days"), GP64())

	gain, deduct, pay, last := k.double(tGain), k.double(tDeduct), k.double(tPay), k.double(tLastDue)
	even, floor, pause, knockOut := k.single(tEven), k.single(tFloor), k.single(tPause), k.single(tKnockOut)
	one, zero := k.loaded(k.float(1)), k.vec()
	VPXORD(zero, zero, zero)
	var sums [6]pair
	for i := range sums {
		sums[i] = pair{k.loaded(k.of(2 * i * line)), k.loaded(k.of((2*i + 1) * line))}
	}
	due := sums[5]
	streak, countedDays, paidDays := k.loaded(k.of(sStreak)), k.loaded(k.of(sCountedDays)), k.loaded(k.of(sPaidDays))
	active, unpaid := K(), K()
	KMOVW(k.of(sActive), active)
	KMOVW(k.of(sUnpaid), unpaid)

	Label("day")
	value := k.loaded(Mem{Base: price}) // price, then hashprice
	inverse := k.vec()
	VDIVPS(value, one, inverse)
	VMULPS(Mem{Base: hash}, value, value)
	low, counted, paid := K(), masks{K(), K()}, masks{K(), K()}
	VCMPPS(Imm(notGreaterEqu), even, value, low)
	VPADDD_Z(k.constant(1), streak, low, streak)
	VPCMPD(Imm(lessInt), pause, streak, active, counted[0])
	VCMPPS(Imm(greaterEqual), floor, value, counted[0], paid[0])
	VPADDD(k.constant(1), countedDays, counted[0], countedDays)
	VPADDD(k.constant(1), paidDays, paid[0], paidDays)
	KSHIFTRW(Imm(8), counted[0], counted[1])
	KSHIFTRW(Imm(8), paid[0], paid[1])
	for half := range 2 {
		x := k.vec()
		VCVTPS2PD(Mem{Base: hash, Disp: 32 * half}, x)
		VADDPD(x, sums[0][half], counted[half], sums[0][half])
		VADDPD(x, sums[2][half], paid[half], sums[2][half])
		x = k.half(inverse, half)
		VADDPD(x, sums[1][half], counted[half], sums[1][half])
		VADDPD(x, sums[3][half], paid[half], sums[3][half])
		x = k.half(value, half)
		VADDPD(x, sums[4][half], paid[half], sums[4][half])
		VADDPD(pay, due[half], counted[half], due[half])
		VMULPD(gain, x, x)
		VSUBPD(deduct, x, x)
		VSUBPD(x, due[half], paid[half], due[half])
	}
	even0 := k.compareDue(due, zero, counted)
	KANDW(unpaid, even0, even0)
	KORTESTW(even0, even0)
	JNZ(LabelRef("paidback"))
	Label("gone_on")
	stop, ended := k.compareDue(due, last, masks{active, k.high(active)}), K()
	VPCMPD(Imm(notLessInt), knockOut, streak, active, ended)
	KORW(stop, ended, ended)
	KORTESTW(ended, ended)
	JNZ(LabelRef("stopped"))
	Label("next")
	ADDQ(Imm(line), price)
	ADDQ(Imm(line), hash)
	INCQ(day)
	DECQ(days)
	JNZ(LabelRef("day"))

	Label("give")
	for i, s := range sums {
		k.store(s[0], k.of(2*i*line))
		k.store(s[1], k.of((2*i+1)*line))
	}
	k.store(streak, k.of(sStreak))
	k.store(countedDays, k.of(sCountedDays))
	k.store(paidDays, k.of(sPaidDays))
	KMOVW(active, k.of(sActive))
	KMOVW(unpaid, k.of(sUnpaid))
	VZEROUPPER()
	RET()

	Label("paidback")
	k.note(day, even0, sPayback)
	KANDNW(unpaid, even0, unpaid)
	JMP(LabelRef("gone_on"))

	Label("stopped")
	after := GP64()
	LEAQ(Mem{Base: day, Disp: 1}, after)
	k.note(after, ended, sEnd)
	KANDNW(active, ended, active)
	KORTESTW(active, active)
	JZ(LabelRef("give"))
	JMP(LabelRef("next"))
}

func (k *walk) of(disp int) Mem { return Mem{Base: k.state, Disp: disp} }

// double and single are a term on all lanes, of eight bytes or four.
func (k *walk) double(disp int) VecVirtual {
	v := k.vec()
	VBROADCASTSD(Mem{Base: k.terms, Disp: disp}, v)
	return v
}

func (k *walk) single(disp int) VecVirtual {
	v := k.vec()
	VBROADCASTSS(Mem{Base: k.terms, Disp: disp}, v)
	return v
}

// half is eight lanes of x as float64; the second half comes last, x is then lost.
func (k *walk) half(x VecVirtual, half int) VecVirtual {
	v := k.vec()
	if half == 1 {
		VEXTRACTF64X4(Imm(1), x, x.AsY())
	}
	VCVTPS2PD(x.AsY(), v)
	return v
}

// compareDue is the lanes of m on which due is at most y.
func (k *walk) compareDue(due pair, y VecVirtual, m masks) OpmaskVirtual {
	a, b := K(), K()
	VCMPPD(Imm(lessEqual), y, due[0], m[0], a)
	VCMPPD(Imm(lessEqual), y, due[1], m[1], b)
	KSHIFTLW(Imm(8), b, b)
	KORW(b, a, a)
	return a
}

func (k *walk) high(m OpmaskVirtual) OpmaskVirtual {
	h := K()
	KSHIFTRW(Imm(8), m, h)
	return h
}

// note writes a number of days to the lanes of a mask.
func (k *walk) note(days Register, m OpmaskVirtual, field int) {
	v := k.vec()
	VPBROADCASTD(days.(GPVirtual).As32(), v)
	VMOVDQU32(v, m, k.of(field))
}
