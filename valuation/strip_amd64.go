package valuation

import "golang.org/x/sys/cpu"

//go:generate go run -C ../tools/asm . -walk -out ../../valuation/strip_amd64.s

//go:noescape
func walkAVX512(t *walkTerms, w *stripWalks, price, hash *float32, first, days int)

// walkStrip plays days from a first one on for the active walks, whose prices and hashvalues begin at the
// pointers; nil where this processor cannot.
var walkStrip = func() func(t *walkTerms, w *stripWalks, price, hash *float32, first, days int) {
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ {
		return walkAVX512
	}
	return nil
}()
