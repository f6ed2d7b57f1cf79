// Command asm writes the vectorised twins of the simulation kernel, forecast/kernel_amd64.s, and of the
// play of a contract, economics/play/strip_amd64.s (-walk), and hashes internal/sha256d/twice_amd64.s (-sha)
// with the assembly generator avo. It is a module of its own, so that avo is no dependency of Assay:
//
//	go generate ./forecast ./economics/play ./internal/sha256d
//
// forecast/paths/kernel.go is the specification of the first (of the second see walk.go). Each function
// here is that day, statement by statement, for as many paths at once as a register holds: 8 for AVX2, 16
// for AVX-512. Every product is rounded before it is added, so that the bytes are the same.
package main

import (
	"flag"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

func main() {
	walks := flag.Bool("walk", false, "write economics/play/strip_amd64.s")
	hashes := flag.Bool("sha", false, "write internal/sha256d/twice_amd64.s")
	flag.Parse()
	ConstraintExpr("amd64")
	if *hashes {
		emitSHA()
		Generate()
		return
	}
	if *walks {
		emitWalk()
		emitWalkHeld()
		Generate()
		return
	}
	newKernel("runTileAVX2", 32).emit()
	newKernel("runTileAVX512", 64).emit()
	newKernel("sumTileAVX2", 32).emitSum()
	Generate()
}

// kernel emits one function; width is that of its registers in bytes.
type kernel struct {
	name      string
	width     int
	wide      Register
	strip     Register
	tile      Register
	out       Register // tile of the running day
	later     []func() // rare branches, emitted behind the loop
	labels    int
	registers map[int]VecVirtual // where the state is kept, if there is room
}

func newKernel(name string, width int) *kernel { return &kernel{name: name, width: width} }

func (k *kernel) vec() VecVirtual {
	if k.width == 64 {
		return ZMM()
	}
	return YMM()
}

func (k *kernel) field(base Register, index, half int) Mem {
	return Mem{Base: base, Disp: index*line + half*32}
}

func (k *kernel) emit() {
	TEXT(k.name, NOSPLIT, "func(w, s *byte, first, days int, t *byte)")
	Doc(k.name + " is world.run for 16 paths and the given days, from an even day on.")
	k.wide = Load(Param("w"), GP64())
	k.strip = Load(Param("s"), GP64())
	k.tile = Load(Param("t"), GP64())
	counter, pairs := Load(Param("first"), GP64()), Load(Param("days"), GP64())
	SHRQ(Imm(1), counter)
	INCQ(pairs)
	SHRQ(Imm(1), pairs)
	k.out = GP64()
	MOVQ(k.tile, k.out)
	halves := line / k.width
	k.take()
	var oddLanes OpmaskVirtual
	if k.width == 64 {
		oddLanes = k.oddLanes()
	}
	Label("pair")
	var words [2][4]Op
	for half := range halves {
		words[half] = k.words(counter, half, oddLanes)
	}
	for day := range 2 {
		for half := range halves {
			k.day(day, half, words[half])
		}
	}
	ADDQ(Imm(2*line), k.out)
	INCQ(counter)
	DECQ(pairs)
	JNZ(LabelRef("pair"))
	k.give()
	VZEROUPPER()
	RET()
	for _, f := range k.later {
		f()
	}
}

// words are the random bits of two days: philox with rounds 1 to 3 taken apart into what depends on
// the path alone (fields of the strip) and what depends on the day alone (scalars). Each 64-bit
// lane holds one path's word in its low half; the high half is never looked at.
func (k *kernel) words(counter Register, half int, oddLanes OpmaskVirtual) (words [4]Op) {
	s, product := GP32(), GP64()
	MOVL(Mem{Base: k.wide, Disp: wKey * line}, s)
	XORL(counter.(GPVirtual).As32(), s)
	MOVL(U32(0xD2511F53), product.As32())
	s64 := s.(GPVirtual).As64()
	IMULQ(s64, product)
	lo, hi, x := k.vec(), k.vec(), XMM()
	VMOVQ(product, x)
	VPBROADCASTQ(x, lo)
	VPSRLQ(Imm(32), lo, hi)
	m0, m1 := k.constant(0xD2511F53), k.constant(0xCD9E8D57)
	var parts [2][4]VecVirtual
	for odd := range 2 {
		x0, x1, x2, x3 := k.vec(), k.vec(), k.vec(), k.vec()
		k.xor(k.field(k.strip, fPhiloxB+odd, half), hi, x2)
		VPMULUDQ(m1, x2, x1)
		VPSRLQ(Imm(32), x1, x0)
		k.xor(k.field(k.strip, fPhiloxD+odd, half), x0, x0)
		k.xor(k.field(k.strip, fPhiloxE+odd, half), lo, x2)
		k.load(k.field(k.strip, fPhiloxF+odd, half), x3)
		for round := range 4 {
			p0, p1 := k.vec(), k.vec()
			VPMULUDQ(m0, x0, p0)
			VPMULUDQ(m1, x2, p1)
			a, b := k.vec(), k.vec()
			VPSRLQ(Imm(32), p1, a)
			k.xor3(k.field(k.wide, wKeys0+round, 0), x1, a)
			VPSRLQ(Imm(32), p0, b)
			k.xor3(k.field(k.wide, wKeys1+round, 0), x3, b)
			x0, x1, x2, x3 = a, p1, b, p0
		}
		parts[odd] = [4]VecVirtual{x0, x1, x2, x3}
		if odd == 0 && k.width < 64 { // too many to keep: merged from memory below
			for i, v := range parts[0] {
				k.store(v, k.word(i, half))
			}
		}
	}
	for i, v := range parts[1] {
		if k.width == 64 {
			VPSHUFD(Imm(0xA0), v, oddLanes, parts[0][i])
			words[i] = parts[0][i]
			continue
		}
		VPSLLQ(Imm(32), v, v)
		VPBLENDD(Imm(0x55), k.word(i, half), v, v)
		k.store(v, k.word(i, half))
		words[i] = k.word(i, half)
	}
	return words
}

// word is where word i is kept where there are too few registers.
func (k *kernel) word(i, half int) Mem { return k.field(k.tile, tWords/line+i, half) }

// take and give load and store the state where registers hold it.
func (k *kernel) take() {
	k.registers = map[int]VecVirtual{}
	if k.width < 64 {
		return
	}
	for _, f := range state {
		k.registers[f] = k.loaded(k.field(k.strip, f, 0))
	}
}

func (k *kernel) give() {
	for _, f := range state {
		if r, ok := k.registers[f]; ok {
			k.store(r, k.field(k.strip, f, 0))
		}
	}
}

// day is one day of the lanes of a half register (or all); see world.run.
func (k *kernel) day(day, half int, words [4]Op) {
	w := func(index int) Mem { return k.field(k.wide, index, 0) }
	out := func(base int) Mem { return Mem{Base: k.out, Disp: base + day*line + half*32} }
	l := lanesOf{k, half}

	w0, w1 := k.inRegister(words[2*day]), k.inRegister(words[2*day+1])
	v := k.mul(k.shock(w1), k.deviation(w0))
	own := k.sub(k.float(382.5), k.byteSum(w1, 0x00010101))
	y := k.clamp(k.add(l.at(fPriceDrift), v), 1)
	price := k.mul(l.at(fPrice), k.exp5(y))
	l.set(fPrice, price)
	k.store(price, out(tPrice))

	q := l.in(fTransient)
	drift := k.add(l.at(fGrowth), q)
	l.set(fTransient, k.mul(w(wTransientKept), q))
	level := k.add(l.at(fLevel), k.add(k.add(l.at(fLevelDrift), drift), y))
	l.set(fLevel, level)
	pull := k.mul(l.at(fPull), k.sub(l.at(fHashrate), level))
	noise := k.add(k.mul(w(wNoiseSD), own), k.mul(w(wShockShare), v))
	h := k.add(l.at(fHashrate), k.add(noise, k.add(pull, drift)))
	l.set(fHashrate, h)

	blocks := k.exp5(k.clamp(k.sub(l.at(fDifficulty), h), 1))
	n := k.add(l.at(fEpochBlocks), blocks)
	work := k.vec() // of the day
	VMOVUPS(l.at(fSubsidyValue), work)
	k.branch(n, k.float(14), notLess, func(mask maskOf) { k.retarget(mask, l, n, blocks, work, own) },
		func() {
			l.set(fEpochBlocks, n)
			l.set(fEpochAge, k.add(k.float(1), l.in(fEpochAge)))
		})
	k.branch(
		k.mul(k.float(0.5), blocks),
		l.at(fToHalving),
		greaterEqual,
		func(mask maskOf) { k.halve(mask, l, work) },
		nil,
	)
	l.set(fToHalving, k.sub(blocks, l.in(fToHalving)))
	k.store(work, out(tSubsidy))
	k.store(k.mul(l.at(fFeeFactor), work), out(tHashvalue))
	k.store(l.in(fDifficulty), out(tDifficulty))
}

// lanesOf is the fields of the lanes of a half.
type lanesOf struct {
	k    *kernel
	half int
}

// at is where a field is, in the register of its state or in memory.
func (l lanesOf) at(field int) Op {
	if r, ok := l.k.registers[field]; ok {
		return r
	}
	return l.k.field(l.k.strip, field, l.half)
}

// in is a field in a register, not to be written to.
func (l lanesOf) in(field int) VecVirtual {
	if r, ok := l.k.registers[field]; ok {
		return r
	}
	return l.k.loaded(l.k.field(l.k.strip, field, l.half))
}

func (l lanesOf) set(field int, v VecVirtual) { VMOVUPS(v, l.at(field)) }

// pick sets a field on the lanes of a mask.
func (l lanesOf) pick(m maskOf, field int, v VecVirtual) {
	l.set(field, l.k.pick(m, v, l.in(field)))
}

// shock is the price's, by the highest byte of each lane.
func (k *kernel) shock(w1 VecVirtual) VecVirtual {
	index := k.vec()
	VPSRLD(Imm(24), w1, index)
	if k.width < 64 {
		mask, v := k.vec(), k.vec()
		VPCMPEQD(mask, mask, mask)
		VGATHERDPS(mask, Mem{Base: k.wide, Disp: wShock * line, Index: index, Scale: 4}, v)
		return v
	}
	// Eight tables of 32 by the low five bits, and a choice between them by each of the high three.
	var parts []VecVirtual
	for i := range 8 {
		v := k.loaded(k.field(k.wide, wShock+2*i, 0))
		VPERMT2PS(k.field(k.wide, wShock+2*i+1, 0), index, v)
		parts = append(parts, v)
	}
	for bit := 5; bit < 8; bit++ {
		mask := K()
		VPTESTMD(k.constant(1<<bit), index, mask)
		for i := range len(parts) / 2 {
			VMOVAPS(parts[2*i+1], mask, parts[2*i])
			parts[i] = parts[2*i]
		}
		parts = parts[:len(parts)/2]
	}
	return parts[0]
}

// deviation is the sum of the four bytes of each lane less its mean.
func (k *kernel) deviation(x VecVirtual) VecVirtual {
	if k.width < 64 {
		return k.sub(k.float(510), k.byteSum(x, 0x01010101))
	}
	mean := int32(-510)
	v := k.loaded(k.constant(uint32(mean)))
	VPDPBUSD(k.constant(0x01010101), x, v)
	VCVTDQ2PS(v, v)
	return v
}

// byteSum adds those bytes of each lane that weights has a 1 for.
func (k *kernel) byteSum(x VecVirtual, weights uint32) VecVirtual {
	v := k.vec()
	VPMADDUBSW(k.constant(weights), x, v)
	VPMADDWD(k.constant(0x00010001), v, v)
	VCVTDQ2PS(v, v)
	return v
}

// retarget is the end of an epoch on the lanes of mask.
func (k *kernel) retarget(mask maskOf, l lanesOf, n, blocks, work, own VecVirtual) {
	w := func(index int) Mem { return k.field(k.wide, index, 0) }
	one := k.loaded(k.float(1))
	f := k.vec()
	VSUBPS(l.at(fEpochBlocks), k.loaded(k.float(14)), f)
	VDIVPS(blocks, f, f)
	rest := k.sub(f, one)
	e := k.add(l.at(fEpochAge), f)
	l.pick(mask, fDifficulty, k.add(l.at(fDifficulty), k.logRatio(e)))
	ease := k.mul(k.float(1.0/14), e)
	VMINPS(k.float(4), ease, ease)
	VMAXPS(k.float(0.25), ease, ease)
	eased := k.mul(ease, work)
	l.pick(mask, fSubsidyValue, eased)
	mixed := k.add(k.mul(rest, eased), k.mul(f, work))
	k.pickInto(mask, mixed, work)
	after := k.mul(rest, k.mul(ease, blocks))
	l.set(fEpochBlocks, k.pick(mask, after, n))
	l.set(fEpochAge, k.pick(mask, rest, k.add(one, l.in(fEpochAge))))
	k.pickInto(mask, k.add(after, k.mul(f, blocks)), blocks)
	fee := l.in(fLogFees)
	move := k.mul(w(wFeePull), k.sub(fee, k.loaded(w(wFeeMean))))
	fee = k.add(fee, k.add(k.mul(w(wFeeSD), own), move))
	l.pick(mask, fLogFees, fee)
	l.pick(mask, fFeeFactor, k.add(one, k.feeShare(fee)))
}

// halve is a halving of the subsidy on the lanes of mask.
func (k *kernel) halve(mask maskOf, l lanesOf, work VecVirtual) {
	half := k.loaded(k.float(0.5))
	fall := k.mul(l.at(fRewardPull), k.loaded(k.float(0.6931472)))
	l.pick(mask, fLevel, k.sub(fall, l.in(fLevel)))
	l.pick(mask, fSubsidyValue, k.mul(half, l.in(fSubsidyValue)))
	k.pickInto(mask, k.mul(half, work), work)
	l.pick(mask, fToHalving, k.add(k.float(1458.3333), l.in(fToHalving)))
}
