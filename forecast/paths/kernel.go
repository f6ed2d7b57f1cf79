package paths

// The step of a path, day by day. This file is the specification of the simulation: a vectorised
// twin must give the same bytes. Hence float32 with +, -, *, / only; every product is rounded (the
// conversions float32(...) forbid fused multiply-add); paths (lanes) never touch each other.
//
// Hashrate and difficulty are logs in units of the as-of day's difficulty in force. Blocks are counted
// in units of a day's 144, so that an epoch has 14. Per day, with two words of random bits (one for
// the shock of the price, one for hashrate's own noise):
//
//	shock = sdPrice * T * Z1                     Z1 normal times scale T: a discretised Student t
//	priceStep = clamp(priceDrift + shock, 1)
//	price *= exp5(priceStep)
//	drift = growth + transient
//	level += priceStep + drift + levelDrift      what pulls: moves with price and the path's own drift
//	hashrate += drift + pull*(level - hashrate) + sdHashrate*(correlation*T*Z1 + Z2)
//	transient *= transientKept                   the transient part of the drift dies out
//	blocks = exp5(clamp(hashrate - difficulty, 1))
//
// When the epoch's count reaches 14 within the day, at its fraction f, difficulty is multiplied by
// 14 / (days the epoch took), between 1/4 and 4, and the rest of the day mines at the new one. The
// subsidy is that of the height at the middle of the day; a halving lowers the level by rewardPull*ln 2.
// Fees, as a share of the subsidy, move once per epoch: an AR(1) in logs.

const (
	maxRatio     = 0.6       // (4-1)/(4+1): a retarget is at most fourfold (Bitcoin Core src/pow.cpp)
	maxEase      = 4         // the same bound, on the days an epoch took over 14
	halvingUnits = 1458.3333 // 210,000 blocks between halvings, in units of 144
)

// FeePull is the share of its distance from the mean that the log of fees / subsidy gives up per epoch:
// 1 - 2^(-1/4), a half-life of four epochs or eight weeks.
const FeePull = 0.159104

// lane is the state and the parameters of one path, between two days.
type lane struct {
	hashrate, level float32 // logs: hashrate, and what it is pulled to

	growth, transient, levelDrift float32 // drift per day: lasting, fading, of the level alone
	pull                          float32 // share of the distance to the level that hashrate makes up per day
	rewardPull                    float32 // 1 if the reward's halvings move the level, else 0

	difficulty              float32 // log
	epochBlocks, epochAge   float32 // blocks and days of the running epoch
	toHalving               float32 // blocks to the next halving
	logFees                 float32 // log of fees / subsidy
	priceDrift, price       float32 // of log price per day; USD per BTC
	subsidyValue, feeFactor float32 // hashvalue of the subsidy at the difficulty in force; 1 + fees / subsidy
}

// world is what all paths of a simulation share.
type world struct {
	shock         [256]float32 // sdPrice * unitOf4Bytes * T: log price per sum of bytes less its mean
	shockShare    float32      // of hashrate: sdHashrate*correlation/sdPrice, times the price's shock
	noiseSD       float32      // of hashrate's own noise: sdHashrate * unitOf3Bytes
	transientKept float32      // what a day leaves of the transient drift
	price         float32      // as of: USD per BTC
	subsidyValue  float32      // as of: BTC per TH/s and day of the subsidy at the difficulty in force
	toHalving     float32      // blocks from the as-of day to the next halving
	feeMean       float32      // log of fees / subsidy
	feePull       float32      // per epoch
	feeSD         float32      // per epoch, times unitOf3Bytes
	key0, key1    uint32       // the seed's halves: the key of philox

	wide *wide // the same for vector instructions
}

// unitOf4Bytes and unitOf3Bytes make the sum of four or three bytes, less its mean (510, 382.5), a variable
// of variance 1: n bytes have variance n*(256*256-1)/12. The sum of four is near enough to a normal: its
// tails end at 3.5 standard deviations, and those that matter come from T.
const (
	unitOf4Bytes = 0.0067658748 // 1/sqrt(21845)
	unitOf3Bytes = 0.0078125596 // 1/sqrt(16383.75)
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

// logRatio is ln(14/days), clamped to +-ln 4: 2 artanh((14-days)/(14+days)) to degree 9 (error 0.001 at
// the clamp).
func logRatio(days float32) float32 {
	x := (epochDays - days) / (epochDays + days)
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

// feeShare is exp(x) for x from -9 to 2 (0.01 % to 739 % of the subsidy): exp5(x/16) to the 16th.
func feeShare(x float32) float32 {
	v := exp5(float32(0.0625 * clamp(x+3.5, 5.5))) // centred, to be exact where it matters
	v = float32(v * v)
	v = float32(v * v)
	v = float32(v * v)
	return float32(float32(v*v) * 0.030197383) // exp(-3.5)
}

// begin sets what is the same on every path before its first day.
func (w *world) begin(l *lane) {
	l.price = w.price
	l.subsidyValue = w.subsidyValue
	l.toHalving = w.toHalving
	l.feeFactor = 1 + feeShare(l.logFees)
}

// run simulates days of path number path from day first (from 0), which must be even, into lane k of a
// tile, and leaves the lane as it is then. The state is kept in local variables, which the compiler
// keeps in registers.
func (w *world) run(l *lane, c *counter, first, days int, to *Tile, k int) {
	hashrate, level, transient, difficulty := l.hashrate, l.level, l.transient, l.difficulty
	epochBlocks, epochAge, toHalving := l.epochBlocks, l.epochAge, l.toHalving
	price, subsidyValue := l.price, l.subsidyValue
	var word2, word3 uint32
	for t := range min(days, TileDays) {
		var word0, word1 uint32
		if t&1 == 0 { // four words are drawn at a time, for two days
			word0, word1, word2, word3 = c.words(uint32(first+t)>>1, w.key0, w.key1)
		} else {
			word0, word1 = word2, word3
		}
		shock := float32((float32(int32(byteSum(word0))) - 510) * w.shock[word1>>24])
		noise := float32(int32(byteSum(word1&0xFFFFFF))) - 382.5
		priceStep := clamp(l.priceDrift+shock, 1)
		price = float32(price * exp5(priceStep))
		drift := l.growth + transient
		level += priceStep + (drift + l.levelDrift)
		hashrate += drift + float32(l.pull*(level-hashrate)) +
			(float32(w.shockShare*shock) + float32(w.noiseSD*noise))
		transient = float32(transient * w.transientKept)
		blocks := exp5(clamp(hashrate-difficulty, 1))
		mined := subsidyValue // hashvalue of the day, subsidy alone
		if epochBlocks+blocks < epochDays {
			epochBlocks += blocks
			epochAge++
		} else {
			f := (epochDays - epochBlocks) / blocks // of the day, until the retarget
			rest := 1 - f
			epochAge += f
			difficulty += logRatio(epochAge)
			ease := max(min(float32(epochAge*(1.0/epochDays)), maxEase), 1.0/maxEase)
			eased := float32(subsidyValue * ease)
			mined = float32(f*subsidyValue) + float32(rest*eased)
			subsidyValue = eased
			epochBlocks = float32(float32(blocks*ease) * rest)
			epochAge = rest
			blocks = float32(f*blocks) + epochBlocks
			l.logFees += float32(w.feePull*(w.feeMean-l.logFees)) + float32(w.feeSD*noise)
			l.feeFactor = 1 + feeShare(l.logFees)
		}
		if toHalving <= float32(0.5*blocks) {
			level -= float32(l.rewardPull * 0.6931472)
			subsidyValue, mined = float32(subsidyValue*0.5), float32(mined*0.5)
			toHalving += halvingUnits
		}
		toHalving -= blocks
		to.Price[t][k], to.Hashvalue[t][k] = price, float32(mined*l.feeFactor)
		to.Subsidy[t][k], to.Difficulty[t][k] = mined, difficulty
	}
	l.hashrate, l.level, l.transient, l.difficulty = hashrate, level, transient, difficulty
	l.epochBlocks, l.epochAge, l.toHalving = epochBlocks, epochAge, toHalving
	l.price, l.subsidyValue = price, subsidyValue
}
