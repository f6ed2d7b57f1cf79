package valuation

// sortedChunk is a whole chunk of one path by hashprice, the lowest first: what its days from rank k on
// come to is at k, so that a floor costs a search of sixteen instead of a play of sixteen days.
type sortedChunk struct {
	hashprice [chunkDays]float32
	sums      [chunkDays][2]float32 // of hashvalue and of 1/price, over ranks k and up
}

// maxSorted bounds the memory of sorted chunks: 12 bytes per path-day.
const maxSorted = 6 << 20

// sorted are the whole chunks of all paths, chunk c of path i at c*N + i; nil where they are too many.
func (s *Screener) sorted() []sortedChunk {
	e := s.e
	if s.chunks != nil || e.N*e.Days > maxSorted {
		return s.chunks
	}
	whole := (e.Days - 1) / chunkDays
	s.chunks = make([]sortedChunk, whole*e.N)
	for c := range whole {
		for i := range e.N {
			s.chunks[c*e.N+i].fill(e, 1+c*chunkDays, i)
		}
	}
	return s.chunks
}

// fill sorts the days of a path from first on.
func (c *sortedChunk) fill(e *Ensemble, first, i int) {
	for k := range chunkDays { // by insertion: sixteen
		at := (first+k)*e.N + i
		h, price := e.Hash[at], e.Price[at]
		v, j := h*price, k
		for ; j > 0 && c.hashprice[j-1] > v; j-- {
			c.hashprice[j], c.sums[j] = c.hashprice[j-1], c.sums[j-1]
		}
		c.hashprice[j], c.sums[j] = v, [2]float32{h, 1 / price}
	}
	for k := chunkDays - 2; k >= 0; k-- {
		c.sums[k][0] += c.sums[k+1][0]
		c.sums[k][1] += c.sums[k+1][1]
	}
}

// from are the sums over the days with a hashprice of at least v.
func (c *sortedChunk) from(v float32) (hash, inv float64) {
	k := 0
	for step := chunkDays / 2; step > 0; step /= 2 {
		if c.hashprice[k+step-1] < v {
			k += step
		}
	}
	if c.hashprice[k] < v {
		return 0, 0 // k is the last: the search cannot pass it
	}
	return float64(c.sums[k][0]), float64(c.sums[k][1])
}
