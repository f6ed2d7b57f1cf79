package main

import (
	"math/bits"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// shaInit and shaKeys are the first state and the constants of rounds (FIPS 180-4, 5.3.3 and 4.2.2).
var (
	shaInit = [8]uint32{
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	}
	shaKeys = [64]uint32{
		0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
		0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
		0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
		0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
		0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
		0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
		0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
		0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
	}
)

// sha emits functions that hash twice with SHA-256, by the processor's own instructions, for one message
// or for two side by side: each round waits for the one before it, so that two cost little more than one.
// A lane has its state in two registers, as those instructions want it (words F E B A and H G D C, the
// highest first), sixteen words of the message in four, and one to work with. X0 is theirs by decree.
type sha struct {
	lanes           int
	init, keys, end Mem // the first state, the constants; those of a second block, its words added
	tail, flip      Mem // the last eight words of 32 bytes padded; bytes of words turned round
	saved           [2][2]Mem
}

func emitSHA() {
	for lanes := 1; lanes <= 2; lanes++ {
		s := &sha{lanes: lanes}
		s.constants()
		s.double()
		s.fold()
	}
	emitHasSHA()
}

var shaConstants map[string]Mem

// constants are made once for all functions.
func (s *sha) constants() {
	if shaConstants == nil {
		shaConstants = map[string]Mem{
			"init": words("shaInit", stateOf(shaInit)), "keys": words("shaKeys", shaKeys[:]),
			"end":  words("shaEnd", secondBlock()),
			"tail": words("shaTail", []uint32{0x80000000, 0, 0, 0, 0, 0, 0, 256}),
			"flip": words("shaFlip", []uint32{0x00010203, 0x04050607, 0x08090a0b, 0x0c0d0e0f}),
		}
	}
	c := shaConstants
	s.init, s.keys, s.end, s.tail, s.flip = c["init"], c["keys"], c["end"], c["tail"], c["flip"]
}

func words(name string, all []uint32) Mem {
	m := GLOBL(name, attr.RODATA|attr.NOPTR)
	for i, w := range all {
		DATA(4*i, U32(w))
	}
	return m
}

// stateOf is a state as the instructions want it, the lowest word first.
func stateOf(w [8]uint32) []uint32 {
	return []uint32{w[5], w[4], w[1], w[0], w[7], w[6], w[3], w[2]}
}

// secondBlock are the constants of rounds with the words added of the block that follows 64 bytes: it is the
// same for all of them.
func secondBlock() []uint32 {
	w := [64]uint32{0: 0x80000000, 15: 512}
	for i := 16; i < 64; i++ {
		a, b := w[i-15], w[i-2]
		low := bits.RotateLeft32(a, -7) ^ bits.RotateLeft32(a, -18) ^ a>>3
		high := bits.RotateLeft32(b, -17) ^ bits.RotateLeft32(b, -19) ^ b>>10
		w[i] = w[i-16] + low + w[i-7] + high
	}
	for i := range w {
		w[i] += shaKeys[i]
	}
	return w[:]
}

func vector(lane, i int) VecPhysical {
	return [...]VecPhysical{X1, X2, X3, X4, X5, X6, X7, X8, X9, X10, X11, X12, X13, X14}[7*lane+i]
}

func (s *sha) state(lane, i int) VecPhysical   { return vector(lane, i) }
func (s *sha) message(lane, i int) VecPhysical { return vector(lane, 2+i%4) }
func (s *sha) work(lane int) VecPhysical       { return vector(lane, 6) }

func (s *sha) each(do func(lane int)) {
	for lane := range s.lanes {
		do(lane)
	}
}

func (s *sha) begin() {
	for i := range 2 {
		s.each(func(lane int) { MOVOU(s.init.Offset(16*i), s.state(lane, i)) })
	}
}

// save keeps the state before a block, and add adds it behind the block; from is nil for the first state.
func (s *sha) save() {
	for i := range 2 {
		s.each(func(lane int) { MOVOU(s.state(lane, i), s.saved[lane][i]) })
	}
}

func (s *sha) add(saved bool) {
	for i := range 2 {
		s.each(func(lane int) {
			from := s.init.Offset(16 * i)
			if saved {
				from = s.saved[lane][i]
			}
			MOVOU(from, s.work(lane))
			PADDL(s.work(lane), s.state(lane, i))
		})
	}
}

// rounds are the 64 rounds of a block whose words are in the message's registers.
func (s *sha) rounds() {
	for g := range 16 {
		if g >= 4 {
			s.each(func(lane int) { s.schedule(lane, g) })
		}
		s.each(func(lane int) {
			MOVOU(s.keys.Offset(16*g), X0)
			PADDL(s.message(lane, g), X0)
			s.four(lane)
		})
	}
}

// known are the 64 rounds of the block that follows 64 bytes.
func (s *sha) known() {
	for g := range 16 {
		s.each(func(lane int) {
			MOVOU(s.end.Offset(16*g), X0)
			s.four(lane)
		})
	}
}

// four are four rounds with the words in X0.
func (s *sha) four(lane int) {
	SHA256RNDS2(X0, s.state(lane, 0), s.state(lane, 1))
	PSHUFD(U8(0x0e), X0, X0)
	SHA256RNDS2(X0, s.state(lane, 1), s.state(lane, 0))
}

// schedule makes the words of group g of those of the four groups before it.
func (s *sha) schedule(lane, g int) {
	m := func(i int) VecPhysical { return s.message(lane, i) }
	t := s.work(lane)
	MOVO(m(g+3), t)
	PALIGNR(U8(4), m(g+2), t)
	SHA256MSG1(m(g+1), m(g))
	PADDL(t, m(g))
	SHA256MSG2(m(g+3), m(g))
}

// turn makes the state, which is F E B A and H G D C, the words D C B A and H G F E, in the first two
// registers of the message.
func (s *sha) turn() {
	s.each(func(lane int) {
		a, c := s.state(lane, 0), s.state(lane, 1)
		m0, m1 := s.message(lane, 0), s.message(lane, 1)
		PSHUFD(U8(0x1b), a, m0) // A B E F
		PSHUFD(U8(0xb1), c, m1) // G H C D
		MOVO(m0, s.work(lane))
		PBLENDW(U8(0xf0), m1, m0)        // of the low half A B, of the high half C D
		PALIGNR(U8(8), s.work(lane), m1) // E F G H
	})
}

// again hashes the 32 bytes that the state has become, as words in the message's first two registers.
func (s *sha) again() {
	s.turn()
	for i := range 2 {
		s.each(func(lane int) { MOVOU(s.tail.Offset(16*i), s.message(lane, 2+i)) })
	}
	s.begin()
	s.rounds()
	s.add(false)
	s.turn()
}

func (s *sha) frame() {
	local := AllocLocal(64)
	for lane := range 2 {
		for i := range 2 {
			s.saved[lane][i] = local.Offset(32*lane + 16*i)
		}
	}
}

var shaNames = []string{"", "One", "Two"}

// double emits the hash of whole blocks, which the caller has padded.
func (s *sha) double() {
	name := "double" + shaNames[s.lanes]
	if s.lanes == 1 {
		TEXT(name, attr.NOSPLIT, "func(out *[32]byte, p *byte, blocks int)")
	} else {
		TEXT(name, attr.NOSPLIT, "func(out, out2 *[32]byte, p, p2 *byte, blocks int)")
	}
	s.frame()
	from := []GPPhysical{RSI, RDI}
	Load(Param("p"), from[0])
	if s.lanes == 2 {
		Load(Param("p2"), from[1])
	}
	Load(Param("blocks"), RCX)
	MOVOU(s.flip, X15)
	s.begin()
	Label("block")
	for i := range 4 {
		s.each(func(lane int) {
			MOVOU(Mem{Base: from[lane], Disp: 16 * i}, s.message(lane, i))
			PSHUFB(X15, s.message(lane, i))
		})
	}
	s.save()
	s.rounds()
	s.add(true)
	s.each(func(lane int) { ADDQ(Imm(64), from[lane]) })
	DECQ(RCX)
	JNZ(LabelRef("block"))
	s.again()
	s.store("out", "out2")
	RET()
}

// store writes the words of the message's first two registers as bytes.
func (s *sha) store(names ...string) {
	to := []GPPhysical{RAX, RBX}
	s.each(func(lane int) {
		Load(Param(names[lane]), to[lane])
		for i := range 2 {
			PSHUFB(X15, s.message(lane, i))
			MOVOU(s.message(lane, i), Mem{Base: to[lane], Disp: 16 * i})
		}
	})
}

// fold emits the way up a Merkle tree: in place of each root its hash with the branches beside it, in order.
func (s *sha) fold() {
	name := "fold" + shaNames[s.lanes]
	if s.lanes == 1 {
		TEXT(name, attr.NOSPLIT, "func(root *[32]byte, branches *[32]byte, n int)")
	} else {
		TEXT(name, attr.NOSPLIT, "func(root, root2 *[32]byte, branches *[32]byte, n int)")
	}
	s.frame()
	roots := []GPPhysical{RAX, RBX}
	MOVOU(s.flip, X15)
	for lane, name := range []string{"root", "root2"}[:s.lanes] {
		Load(Param(name), roots[lane])
		for i := range 2 {
			MOVOU(Mem{Base: roots[lane], Disp: 16 * i}, s.message(lane, i))
			PSHUFB(X15, s.message(lane, i))
		}
	}
	Load(Param("branches"), RSI)
	Load(Param("n"), RCX)
	Label("branch")
	for i := range 2 {
		s.each(func(lane int) {
			MOVOU(Mem{Base: RSI, Disp: 16 * i}, s.message(lane, 2+i))
			PSHUFB(X15, s.message(lane, 2+i))
		})
	}
	s.begin()
	s.rounds()
	s.add(false)
	s.save()
	s.known()
	s.add(true)
	s.again()
	ADDQ(Imm(32), RSI)
	DECQ(RCX)
	JNZ(LabelRef("branch"))
	s.store("root", "root2")
	RET()
}

// emitHasSHA asks the processor for what the functions above use: SSSE3 and SSE4.1 (leaf 1, ECX bits 9 and
// 19) and SHA (leaf 7, EBX bit 29).
func emitHasSHA() {
	TEXT("hasSHA", attr.NOSPLIT, "func() bool")
	XORL(EAX, EAX)
	CPUID()
	CMPL(EAX, Imm(7))
	JL(LabelRef("no"))
	MOVL(U32(1), EAX)
	XORL(ECX, ECX)
	CPUID()
	MOVL(U32(1<<9|1<<19), EDX)
	ANDL(EDX, ECX)
	CMPL(ECX, EDX)
	JNE(LabelRef("no"))
	MOVL(U32(7), EAX)
	XORL(ECX, ECX)
	CPUID()
	SHRL(Imm(29), EBX)
	ANDL(Imm(1), EBX)
	Store(BL, ReturnIndex(0))
	RET()
	Label("no")
	XORL(EBX, EBX)
	Store(BL, ReturnIndex(0))
	RET()
}
