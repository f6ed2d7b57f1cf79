package main

import (
	"maps"
	"slices"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The fields of play.walkTerms, in its order.
const (
	tGain     = 0
	tDeduct   = 8
	tPay      = 16
	tLastDue  = 24
	tEven     = 32
	tFloor    = 36
	tPause    = 40
	tKnockOut = 44
	tStart    = 48 // from here on, of contracts whose payouts wait
	tPayBTC   = 56
	tLeast    = 64
	tLeastUSD = 72
	tEvery    = 80
	tUntilDue = 84
	tUntilEnd = 88
)

// The fields of play.stripWalks, in its order: of float64 a lane takes two lines.
const (
	sCountedHash    = 0 * line
	sCountedInverse = 2 * line
	sPaidHash       = 4 * line
	sPaidInverse    = 6 * line
	sPaidUSD        = 8 * line
	sDue            = 10 * line
	sPriceSum       = 12 * line
	sBalance        = 14 * line
	sSent           = 16 * line
	sSentUSD        = 18 * line
	sStreak         = 20 * line
	sCountedDays    = 21 * line
	sPaidDays       = 22 * line
	sPayback        = 23 * line
	sEnd            = 24 * line
	sActive         = 25 * line
	sUnpaid         = 25*line + 2
)

// Predicates of VCMPPS, VCMPPD and VPCMPD, beside those of mask.go.
const (
	lessInt       = 1
	lessEqual     = 2
	notLessInt    = 5
	notGreaterEqu = 9
)

// walk emits a function, whose registers are of 64 bytes, for sixteen paths side by side.
type walk struct {
	*kernel
	terms, state, price, hash, day, days            Register
	gain, deduct, even, floor, pause, knockOut, one VecVirtual
	streak, countedDays                             VecVirtual
	active, unpaid                                  OpmaskVirtual
}

// pair is a figure of float64 of sixteen lanes.
type pair [2]VecVirtual

// masks is a mask of sixteen lanes, for the one half of a pair and the other.
type masks [2]OpmaskVirtual

// newWalk begins the twin of a method of walk: it takes what walk.day needs.
func newWalk(name, twin string) *walk {
	k := &walk{kernel: newKernel(name, 64)}
	TEXT(k.name, NOSPLIT, "func(t, w, price, hash *byte, first, days int)")
	Doc(k.name + " is " + twin + " for the active lanes of stripWalks.")
	k.terms, k.state = Load(Param("t"), GP64()), Load(Param("w"), GP64())
	k.price, k.hash = Load(Param("price"), GP64()), Load(Param("hash"), GP64())
	k.day, k.days = Load(Param("first"), GP64()), Load(Param("days"), GP64())
	k.gain, k.deduct = k.double(tGain), k.double(tDeduct)
	k.even, k.floor, k.pause, k.knockOut = k.single(
		tEven,
	), k.single(
		tFloor,
	), k.single(
		tPause,
	), k.single(
		tKnockOut,
	)
	k.one = k.loaded(k.float(1))
	k.streak, k.countedDays = k.loaded(k.of(sStreak)), k.loaded(k.of(sCountedDays))
	k.active, k.unpaid = K(), K()
	KMOVW(k.of(sActive), k.active)
	KMOVW(k.of(sUnpaid), k.unpaid)
	return k
}

// judge reads a day: its hashprice, 1/price, and the lanes on which it counts and on which it pays out.
func (k *walk) judge() (value, inverse VecVirtual, counted, paid masks) {
	value, inverse = k.loaded(Mem{Base: k.price}), k.vec()
	VDIVPS(value, k.one, inverse)
	VMULPS(Mem{Base: k.hash}, value, value)
	low := K()
	counted, paid = masks{K(), K()}, masks{K(), K()}
	VCMPPS(Imm(notGreaterEqu), k.even, value, low)
	VPADDD_Z(k.constant(1), k.streak, low, k.streak)
	VPCMPD(Imm(lessInt), k.pause, k.streak, k.active, counted[0])
	VCMPPS(Imm(greaterEqual), k.floor, value, counted[0], paid[0])
	VPADDD(k.constant(1), k.countedDays, counted[0], k.countedDays)
	KSHIFTRW(Imm(8), counted[0], counted[1])
	KSHIFTRW(Imm(8), paid[0], paid[1])
	return value, inverse, counted, paid
}

// knocked is the lanes on which a knock-out ends the contract.
func (k *walk) knocked() OpmaskVirtual {
	m := K()
	VPCMPD(Imm(notLessInt), k.knockOut, k.streak, k.active, m)
	return m
}

// next goes on to the next day, or falls through behind the last.
func (k *walk) next() {
	ADDQ(Imm(line), k.price)
	ADDQ(Imm(line), k.hash)
	INCQ(k.day)
	DECQ(k.days)
	JNZ(LabelRef("day"))
}

// give writes back what newWalk took, and pairs.
func (k *walk) give(pairs map[int]pair) {
	for _, field := range slices.Sorted(maps.Keys(pairs)) {
		k.store(pairs[field][0], k.of(field))
		k.store(pairs[field][1], k.of(field+line))
	}
	k.store(k.streak, k.of(sStreak))
	k.store(k.countedDays, k.of(sCountedDays))
	KMOVW(k.active, k.of(sActive))
	KMOVW(k.unpaid, k.of(sUnpaid))
	VZEROUPPER()
	RET()
}

// end notes the lanes that have come to their end, and goes to give where none is left, else to next.
func (k *walk) end(ended OpmaskVirtual) {
	after := GP64()
	LEAQ(Mem{Base: k.day, Disp: 1}, after)
	k.note(after, ended, sEnd)
	KANDNW(k.active, ended, k.active)
	KORTESTW(k.active, k.active)
	JZ(LabelRef("give"))
	JMP(LabelRef("next"))
}

func (k *walk) pairs(fields ...int) map[int]pair {
	all := map[int]pair{}
	for _, f := range fields {
		all[f] = pair{k.loaded(k.of(f)), k.loaded(k.of(f + line))}
	}
	return all
}

// emitWalk emits the twin of walk.run.
func emitWalk() {
	k := newWalk("walkAVX512", "walk.run")
	pay, last, zero := k.double(tPay), k.double(tLastDue), k.vec()
	VPXORD(zero, zero, zero)
	sums := k.pairs(sCountedHash, sCountedInverse, sPaidHash, sPaidInverse, sPaidUSD, sDue)
	due, paidDays := sums[sDue], k.loaded(k.of(sPaidDays))
	Label("day")
	value, inverse, counted, paid := k.judge()
	VPADDD(k.constant(1), paidDays, paid[0], paidDays)
	for half := range 2 {
		add := func(field int, x VecVirtual, m masks) { VADDPD(x, sums[field][half], m[half], sums[field][half]) }
		x := k.vec()
		VCVTPS2PD(Mem{Base: k.hash, Disp: 32 * half}, x)
		add(sCountedHash, x, counted)
		add(sPaidHash, x, paid)
		x = k.half(inverse, half)
		add(sCountedInverse, x, counted)
		add(sPaidInverse, x, paid)
		x = k.half(value, half)
		add(sPaidUSD, x, paid)
		add(sDue, pay, counted)
		VMULPD(k.gain, x, x)
		VSUBPD(k.deduct, x, x)
		VSUBPD(x, due[half], paid[half], due[half])
	}
	back := k.compareDue(due, zero, counted)
	KANDW(k.unpaid, back, back)
	KORTESTW(back, back)
	JNZ(LabelRef("paidback"))
	Label("stops")
	stop, ended := k.compareDue(due, last, masks{k.active, k.high(k.active)}), k.knocked()
	KORW(stop, ended, ended)
	KORTESTW(ended, ended)
	JNZ(LabelRef("stopped"))
	Label("next")
	k.next()
	Label("give")
	k.store(paidDays, k.of(sPaidDays))
	k.give(sums)

	Label("paidback")
	k.note(k.day, back, sPayback)
	KANDNW(k.unpaid, back, k.unpaid)
	JMP(LabelRef("stops"))
	Label("stopped")
	k.end(ended)
}

// emitWalkHeld emits the twin of walk.runHeld.
func emitWalkHeld() {
	k := newWalk("walkHeldAVX512", "walk.runHeld")
	least := k.double(tLeast)
	sums := k.pairs(sCountedHash, sCountedInverse, sPriceSum, sBalance, sSent, sSentUSD)
	balance, sent, sentUSD := sums[sBalance], sums[sSent], sums[sSentUSD]
	Label("day")
	_, inverse, counted, paid := k.judge()
	for half := range 2 {
		add := func(field int, x VecVirtual, m masks) { VADDPD(x, sums[field][half], m[half], sums[field][half]) }
		x, v := k.vec(), k.vec()
		VCVTPS2PD(Mem{Base: k.price, Disp: 32 * half}, x)
		add(sPriceSum, x, counted)
		VCVTPS2PD(Mem{Base: k.hash, Disp: 32 * half}, x)
		add(sCountedHash, x, counted)
		VMULPD(k.gain, x, v)
		x = k.half(inverse, half)
		add(sCountedInverse, x, counted)
		VMULPD(k.deduct, x, x)
		VSUBPD(x, v, v)
		add(sBalance, v, paid)
	}
	ended, sends := k.knocked(), masks{K(), K()}
	KMOVW(ended, sends[0])
	DECL(Mem{Base: k.terms, Disp: tUntilEnd})
	JNZ(LabelRef("notlast"))
	KMOVW(k.active, sends[0])
	Label("notlast")
	DECL(Mem{Base: k.terms, Disp: tUntilDue})
	JNZ(LabelRef("notdue"))
	KMOVW(k.active, sends[0])
	every := GP32()
	MOVL(Mem{Base: k.terms, Disp: tEvery}, every)
	MOVL(every, Mem{Base: k.terms, Disp: tUntilDue})
	Label("notdue")
	KORTESTW(sends[0], sends[0])
	JNZ(LabelRef("due"))
	Label("next")
	k.next()
	Label("give")
	k.give(sums)

	Label("due")
	KSHIFTRW(Imm(8), sends[0], sends[1])
	var price pair
	for half := range 2 {
		price[half] = k.vec()
		VCVTPS2PD(Mem{Base: k.price, Disp: 32 * half}, price[half])
		x := k.double(tLeastUSD)
		VDIVPD(price[half], x, x)
		VMAXPD(least, x, x)
		VCMPPD(Imm(greaterEqual), x, balance[half], sends[half], sends[half])
	}
	some := K()
	KSHIFTLW(Imm(8), sends[1], some)
	KORW(sends[0], some, some)
	KORTESTW(some, some)
	JZ(LabelRef("sent"))
	unit, back := k.vec(), masks{K(), K()}
	VBROADCASTSD(ConstData("satoshi", F64(1e8)), unit)
	for half := range 2 {
		x, m := k.vec(), sends[half]
		VMULPD(unit, balance[half], x)
		VRNDSCALEPD(Imm(9), x, x) // down
		VDIVPD(unit, x, x)
		VADDPD(x, sent[half], m, sent[half])
		VSUBPD(x, balance[half], m, balance[half])
		VMULPD(price[half], x, x)
		VADDPD(x, sentUSD[half], m, sentUSD[half])
		owed, days := k.double(tStart), k.vec() // dollars paid so far
		if half == 0 {
			VCVTDQ2PD(k.countedDays.AsY(), days)
		} else {
			high := k.vec()
			VEXTRACTI64X4(Imm(1), k.countedDays, high.AsY())
			VCVTDQ2PD(high.AsY(), days)
		}
		VMULPD_BCST(Mem{Base: k.terms, Disp: tPay}, days, days)
		VADDPD(days, owed, owed)
		VMULPD_BCST(Mem{Base: k.terms, Disp: tPayBTC}, sums[sPriceSum][half], days)
		VADDPD(days, owed, owed)
		VCMPPD(Imm(lessEqual), sentUSD[half], owed, m, back[half])
	}
	KSHIFTLW(Imm(8), back[1], back[1])
	KORW(back[0], back[1], back[1])
	KANDW(k.unpaid, back[1], back[1])
	k.note(k.day, back[1], sPayback)
	KANDNW(k.unpaid, back[1], k.unpaid)
	Label("sent")
	KORTESTW(ended, ended)
	JZ(LabelRef("next"))
	k.end(ended)
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
