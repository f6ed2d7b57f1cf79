package paths

import "golang.org/x/sys/cpu"

//go:generate go run -C ../../tools/asm . -out ../../forecast/paths/kernel_amd64.s

//go:noescape
func runTileAVX2(w *wide, s *strip, first, days int, t *Tile)

//go:noescape
func runTileAVX512(w *wide, s *strip, first, days int, t *Tile)

func avx2Kernel(w *world, s *strip, first, days int, t *Tile) { runTileAVX2(w.wide, s, first, days, t) }

func avx512Kernel(w *world, s *strip, first, days int, t *Tile) {
	runTileAVX512(w.wide, s, first, days, t)
}

//go:noescape
func sumTileAVX2(t *Tile, first, days int, c *chunk)

// sum is t.sum, by vector instructions where there are any.
func sum(t *Tile, first, days int, c *chunk) {
	if cpu.X86.HasAVX2 {
		sumTileAVX2(t, first, days, c)
		return
	}
	t.sum(first, days, c)
}

// kernels are those that this processor can run, the fastest last.
func kernels() []kernel {
	all := []kernel{plainKernel}
	if cpu.X86.HasAVX2 {
		all = append(all, avx2Kernel)
	}
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VNNI {
		all = append(all, avx512Kernel)
	}
	return all
}
