package forecast

// blockLanes is how many paths are simulated side by side, tileDays for how many days at a time.
const (
	blockLanes = 16
	tileDays   = 32
)

// lanes is one figure of the paths of a block.
type lanes [blockLanes]float32

// block is the lanes of consecutive paths, field by field, as vector instructions want them. The
// order of its fields, and of wide's and tile's, is known to tools/asm.
type block struct {
	h, level, g, q, s, lam, rho, d, n, e, left lanes
	fee, mu, price, work, fees                 lanes
	philoxB, philoxD, philoxE, philoxF         [2][blockLanes / 2]uint64 // even and odd paths
	first                                      uint32                    // number of the first path
}

// tile is the days that a block has just been through, [day][lane].
type tile struct {
	price, hashvalue, subsidy, difficulty [tileDays]lanes // difficulty: as row's
	words                                 [4]lanes        // scratch
}

// wide is a world with every figure repeated for each lane.
type wide struct {
	both, own, kappa, feeMean, feePull, feeSD lanes
	keys0, keys1                              [4][blockLanes]uint32 // philox rounds 4 to 7
	shock                                     [256]float32
	k0                                        uint32
}

// kernel simulates the days from first (even) of a block into a tile: at most tileDays. Rows behind
// the last day may be overwritten. Every kernel gives the same bytes.
type kernel func(w *world, b *block, first, days int, t *tile)

// plainKernel is the specification, path by path.
func plainKernel(w *world, b *block, first, days int, t *tile) {
	var price, hashvalue, subsidy, difficulty [tileDays]float32
	for k := range blockLanes {
		l := b.lane(k)
		w.run(&l, b.first+uint32(k), first, row{price[:days], hashvalue[:days], subsidy[:days], difficulty[:days]})
		b.set(k, &l)
		for d := range days {
			t.price[d][k], t.hashvalue[d][k] = price[d], hashvalue[d]
			t.subsidy[d][k], t.difficulty[d][k] = subsidy[d], difficulty[d]
		}
	}
}

// fill draws the parameters of the block's paths from number first on.
func (b *block) fill(w *world, d *drawer, first int) {
	b.first = uint32(first)
	for k := range blockLanes {
		l := d.lane(first + k)
		w.begin(&l)
		b.set(k, &l)
		b.philox(w, k)
	}
}

// philox takes the first three rounds for lane k as far as they do not depend on the day: with the
// counter (path, day/2, 0, 0), s = day/2 ^ k0 and M0*s = (hi, lo), the words after round two are
// (c, d, hi^B, lo), and after round three (hi(M1*x2)^D, lo(M1*x2), E^lo, F) of x2 = hi^B. The keys
// of rounds two and three are taken into B, D and E.
func (b *block) philox(w *world, k int) {
	p0 := uint64(b.first+uint32(k)) * philoxM0
	a := uint32(p0>>32) ^ w.k1
	p1 := uint64(a) * philoxM1
	c := uint32(p1>>32) ^ (w.k0 + philoxW0)
	e := uint64(c) * philoxM0
	k0, k1 := w.k0, w.k1
	k0, k1 = k0+philoxW0, k1+philoxW1
	b.philoxB[k&1][k/2] = uint64(uint32(p0) ^ k1)
	k0, k1 = k0+philoxW0, k1+philoxW1
	b.philoxD[k&1][k/2] = uint64(uint32(p1) ^ k0)
	b.philoxE[k&1][k/2] = uint64(uint32(e>>32) ^ k1)
	b.philoxF[k&1][k/2] = uint64(uint32(e))
}

func (b *block) lane(k int) lane {
	return lane{h: b.h[k], level: b.level[k], g: b.g[k], q: b.q[k], s: b.s[k], lam: b.lam[k], rho: b.rho[k], d: b.d[k],
		n: b.n[k], e: b.e[k], left: b.left[k], fee: b.fee[k], mu: b.mu[k], price: b.price[k], work: b.work[k], fees: b.fees[k]}
}

func (b *block) set(k int, l *lane) {
	b.h[k], b.level[k], b.g[k], b.q[k], b.s[k], b.lam[k], b.rho[k] = l.h, l.level, l.g, l.q, l.s, l.lam, l.rho
	b.d[k], b.n[k], b.e[k], b.left[k] = l.d, l.n, l.e, l.left
	b.fee[k], b.mu[k], b.price[k], b.work[k], b.fees[k] = l.fee, l.mu, l.price, l.work, l.fees
}

// widen repeats the world's figures.
func (w *world) widen() *wide {
	v := &wide{shock: w.shock, k0: w.k0}
	for k := range blockLanes {
		v.both[k], v.own[k], v.kappa[k] = w.both, w.own, w.kappa
		v.feeMean[k], v.feePull[k], v.feeSD[k] = w.feeMean, w.feePull, w.feeSD
		for round := range v.keys0 {
			v.keys0[round][k] = w.k0 + uint32(round+3)*philoxW0
			v.keys1[round][k] = w.k1 + uint32(round+3)*philoxW1
		}
	}
	return v
}
