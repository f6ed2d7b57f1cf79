package play

import "golang.org/x/sys/cpu"

//go:generate go run -C ../../tools/asm . -walk -out ../../economics/play/strip_amd64.s

//go:noescape
func walkAVX512(t *walkTerms, w *stripWalks, price, hash *float32, first, days int)

//go:noescape
func walkHeldAVX512(t *walkTerms, w *stripWalks, price, hash *float32, first, days int)

// walkStrip and walkStripHeld play as walk.run and walk.runHeld do; nil where this processor cannot.
var walkStrip, walkStripHeld = func() (stripPlay, stripPlay) {
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ {
		return walkAVX512, walkHeldAVX512
	}
	return nil, nil
}()
