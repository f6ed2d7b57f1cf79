package forecast

// The step of a path, day by day. This file is the specification of the simulation: a vectorised
// twin must give the same bytes. Hence float32 with +, -, *, / only; every product is rounded (the
// conversions float32(...) forbid fused multiply-add); paths (lanes) never touch each other.
//
// Logs are relative to the as-of day: h hashrate and d difficulty in units of that day's difficulty
// in force. Blocks are counted in units of a day's 144, so that an epoch has 14. Per day, with two
// words of random bits (shocks of price and hashrate):
//
//	v = sigmaP * T * Z1                   Z1 normal times scale T: a discretised Student t
//	y = drift of price + v;  price *= exp5(y)
//	level += y + g + q + s                what pulls: moves with price and the path's own drift
//	h += g + q + lam*(level - h) + sigmaH*(corr*T*Z1 + Z2)
//	q *= kappa                            the transient part of the drift dies out
//	blocks = exp5(clamp(h-d, -1, 1))
//
// When the epoch's count reaches 14 within the day, at its fraction f, difficulty is multiplied by
// 14 / (days the epoch took), between 1/4 and 4, and the rest of the day mines at the new one. The
// subsidy is that of the height at the middle of the day; a halving lowers the level by rho*ln 2.
// Fees, as a share of the subsidy, move once per epoch: an AR(1) in logs.

const (
	laneCount = 8 // paths are a multiple of it
	maxDays   = 1825
	epochDays = 14  // and blocks of an epoch, in units of 144
	maxRatio  = 0.6 // (4-1)/(4+1): a retarget is at most fourfold (Bitcoin Core src/pow.cpp)
	maxEase   = 4
	halfLife  = 1458.3333 // 210,000 blocks between halvings, in units of 144
)

// lane is the state and parameters of one path, between two days.
type lane struct {
	h, level    float32 // logs: hashrate, what it is pulled to
	g, q, s     float32 // drift per day: lasting, transient, of the level alone
	lam, rho    float32 // pull per day; 1 if the reward's halvings pull, else 0
	d, n, e     float32 // log difficulty; blocks and days of the running epoch
	left        float32 // blocks to the next halving
	fee         float32 // log of fees / subsidy
	mu          float32 // drift of log price per day
	price, work float32 // USD per BTC; hashvalue of the subsidy at the difficulty in force
	fees        float32 // 1 + fees / subsidy
}

// world is what all paths of a simulation share.
type world struct {
	shock                   [256]float32 // sigmaP * unit4 * T: log price per sum of bytes less its mean
	both, own               float32      // of hashrate: sigmaH*corr/sigmaP on the price's shock; sigmaH*unit3
	kappa                   float32
	price, hashvalue        float32 // as of: USD per BTC; BTC per TH/s and day of the subsidy at difficulty in force
	left                    float32 // blocks from the as-of day to the next halving
	feeMean, feePull, feeSD float32 // log of fees / subsidy; per epoch; feeSD times unit3
	k0, k1                  uint32  // seed

	wide *wide // the same for vector instructions
}

// unit4 and unit3 make the sum of four or three bytes, less its mean (510, 382.5), a variable of
// variance 1: n bytes have variance n*(256*256-1)/12.
const (
	unit4 = 0.0067658748 // 1/sqrt(21845)
	unit3 = 0.0078125596 // 1/sqrt(16383.75)
)

// exp5 is exp to degree 5: relative error below 0.0005 for |y| < 0.9, 0.0036 at -1. The order of
// the sums is that which finishes soonest.
func exp5(y float32) float32 {
	y2 := float32(y * y)
	high := float32(y*(1.0/120)) + 1.0/24
	mid := float32(y*(1.0/6)) + 0.5
	high = float32(high*y2) + mid
	return float32(high*y2) + (y + 1)
}

// logRatio is ln(14/e), clamped to +-ln 4: 2 artanh((14-e)/(14+e)) to degree 9 (error 0.001 at the clamp).
func logRatio(e float32) float32 {
	x := (epochDays - e) / (epochDays + e)
	x = clamp(x, maxRatio)
	x2 := float32(x * x)
	v := float32(x2*(1.0/9)) + 1.0/7
	v = float32(x2*v) + 1.0/5
	v = float32(x2*v) + 1.0/3
	v = float32(x2*v) + 1
	return 2 * float32(x*v)
}

// clamp is x within -a and a.
func clamp(x, a float32) float32 {
	if x > a {
		return a
	}
	if x < -a {
		return -a
	}
	return x
}

// begin sets what is the same on every path before its first day.
func (w *world) begin(l *lane) {
	l.price, l.work, l.left, l.fees = w.price, w.hashvalue, w.left, 1+feeShare(l.fee)
}

// run simulates days of path number path from day first (from 0), which must be even, into lane k of a
// tile, and leaves the lane as it is then. The state is kept in local variables, which the compiler
// keeps in registers.
func (w *world) run(l *lane, c *counter, first, days int, to *tile, k int) {
	h, level, q, d, n, e, left := l.h, l.level, l.q, l.d, l.n, l.e, l.left
	price, work := l.price, l.work
	var w2, w3 uint32
	for t := range min(days, tileDays) {
		var w0, w1 uint32
		if t&1 == 0 {
			w0, w1, w2, w3 = c.words(uint32(first+t)>>1, w.k0, w.k1)
		} else {
			w0, w1 = w2, w3
		}
		v := float32((float32(int32(byteSum(w0))) - 510) * w.shock[w1>>24])
		own := float32(int32(byteSum(w1&0xFFFFFF))) - 382.5
		y := clamp(l.mu+v, 1)
		price = float32(price * exp5(y))
		drift := l.g + q
		level += y + (drift + l.s)
		h += drift + float32(l.lam*(level-h)) + (float32(w.both*v) + float32(w.own*own))
		q = float32(q * w.kappa)
		blocks := exp5(clamp(h-d, 1))
		day := work
		if n+blocks < epochDays {
			n += blocks
			e++
		} else {
			f := (epochDays - n) / blocks
			rest := 1 - f
			e += f
			d += logRatio(e)
			ease := max(min(float32(e*(1.0/epochDays)), maxEase), 1.0/maxEase)
			eased := float32(work * ease)
			day = float32(f*work) + float32(rest*eased)
			work = eased
			n = float32(float32(blocks*ease) * rest)
			e = rest
			blocks = float32(f*blocks) + n
			l.fee += float32(w.feePull*(w.feeMean-l.fee)) + float32(w.feeSD*own)
			l.fees = 1 + feeShare(l.fee)
		}
		if left <= float32(0.5*blocks) {
			level -= float32(l.rho * 0.6931472)
			work, day, left = float32(work*0.5), float32(day*0.5), left+halfLife
		}
		left -= blocks
		to.price[t][k], to.hashvalue[t][k] = price, float32(day*l.fees)
		to.subsidy[t][k], to.difficulty[t][k] = day, d
	}
	l.h, l.level, l.q, l.d, l.n, l.e, l.left, l.price, l.work = h, level, q, d, n, e, left, price, work
}

// feeShare is exp(x) for x from -9 to 2 (0.01 % to 739 % of the subsidy): exp5(x/16) to the 16th.
func feeShare(x float32) float32 {
	v := exp5(float32(0.0625 * clamp(x+3.5, 5.5))) // centred, to be exact where it matters
	v = float32(v * v)
	v = float32(v * v)
	v = float32(v * v)
	return float32(float32(v*v) * 0.030197383) // exp(-3.5)
}
