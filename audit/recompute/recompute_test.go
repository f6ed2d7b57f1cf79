package recompute

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strings"
	"sync"
	"testing"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/sumtree"
	"github.com/assaymining/assay/units"
)

// Three days of a provider, written from the formats alone and by hand: on each a block of 1 BTC, 1,024
// shares of level 12 and so W = 4,194,304 hashes; from the second day on three units of 1 H/s, so that
// S = 259,200.
//
// A unit's gross is 10^11 msat x 86,400 / W = 2,059,936,523.4, its pool fee 2 % of that, 41,198,730.5. Unsold
// work earned 10^11 x (W - S) / W = 93,820,190,429.7, rounded down, and 2 msat are left; with these carried
// on the third day it earned 93,820,190,431 and the same 2 are left.
const (
	firstDay    = units.Date(20_700)
	origin      = "provider.example/assay"
	reward      = units.Sat(100_000_000)
	gross       = units.MilliSat(2_059_936_523)
	fee         = units.MilliSat(41_198_730)
	net         = gross - fee
	ownAlone    = units.MilliSat(100_000_000_000)
	ownSecond   = units.MilliSat(93_820_190_429)
	ownThird    = units.MilliSat(93_820_190_431)
	rest        = units.MilliSat(2)
	height      = 967_203
	level       = 12
	sharesOfDay = 1024
)

const document = `schema: assay/offer/v1
product: One hash
kind: cloud
algorithm: sha256
hashrate: 1 H/s
start_delay: 0d
term: 30d
price: {upfront: 20 USD}
fees: [{name: pool, revenue_share: 2%, paid: deducted, changeable: false}]
payout: {basis: pool_revenue, currency: BTC, every: 1d}
`

// dayWork is a day's work: mined once, by real hashing.
type dayWork struct {
	job    *share.Job
	shares []share.Share
	leaves []share.Leaf
	block  daybook.Hash // one of its shares
}

var works = sync.OnceValue(func() (out [3]dayWork) {
	for n := range out {
		out[n] = mineDay(firstDay+units.Date(n), byte(n+1))
	}
	return out
})

func mineDay(day units.Date, prev byte) dayWork {
	w := dayWork{job: &share.Job{
		ID: uint32(prev), Server: 1, Protocol: share.V1, Version: 0x20000000, Prev: [32]byte{prev},
		Bits: 0x1f00ffff, MinTime: uint32(day) * 86_400,
		Coinbase1: unhex("0100000001" + strings.Repeat("00", 32) + "ffffffff180323c20e064173736179000c"),
		Coinbase2: unhex(
			"ffffffff0100e1f50500000000160014ebe1b7dcc293ccaa0ee743a86f89df8258c208fc00000000",
		),
	}}
	s := share.Share{
		Job:     w.job.ID,
		En1:     [4]byte{1},
		Time:    w.job.MinTime,
		Version: w.job.Version,
		Level:   level,
	}
	header, err := w.job.Header(&s)
	if err != nil {
		panic(err)
	}
	for len(w.shares) < sharesOfDay {
		s.Nonce++
		binary.LittleEndian.PutUint32(header[76:], s.Nonce)
		hash := share.Hash(header[:])
		if !share.Level(level).Met(hash) {
			continue
		}
		if w.job.Solves(hash) {
			w.block = daybook.Hash(share.Printed(hash))
		}
		s.Worker = uint32(len(w.shares) % 3)
		s.Tail = share.TailOf(hash)
		w.shares = append(w.shares, s)
		w.leaves = append(w.leaves, share.Leaf{Hash: hash, Level: level, Worker: s.Worker, Job: s.Job})
	}
	return w
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

// holder is one of two, and what he is owed on each day.
type holder struct {
	key   string
	units int64
	mined [3]units.MilliSat
}

// site is what is published, before it is written.
type site struct {
	holders  [2]holder
	days     [3]daybook.Statement
	net      units.MilliSat // that receipts say of a unit
	works    [3]dayWork
	receipts [][]byte
}

type files map[string][]byte

func (f files) Open(_ context.Context, name string) (io.ReadCloser, error) {
	b, ok := f[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

func honest() *site {
	s := &site{works: works(), net: net}
	s.holders = [2]holder{
		{"bc1qada", 2, [3]units.MilliSat{0, 2 * net, 4 * net}},
		{"bc1qben", 1, [3]units.MilliSat{0, net, 2 * net}},
	}
	var capacity share.Reading
	for n := range s.days {
		for range sharesOfDay {
			if err := capacity.Count(level); err != nil {
				panic(err)
			}
		}
		d := &s.days[n]
		*d = daybook.Statement{
			Origin: origin, Day: firstDay + units.Date(n), Revenue: ownAlone, Work: share.Work{Lo: 1024 << level},
			Blocks: []daybook.Block{{Height: uint32(height + n), Hash: s.works[n].block, Reward: reward}},
			Own:    ownAlone, Capacity: capacity, Journals: n + 1,
			Reserves: daybook.Reserves{Immature: ownAlone * units.MilliSat(n+1)},
		}
		if n == 0 {
			continue
		}
		d.Own, d.Residue, d.Sold, d.Mined = ownSecond, rest, 3, 3*net*units.MilliSat(n)
		if n == 2 {
			d.Own, d.Carried = ownThird, rest
		}
		d.Series = []daybook.Series{{
			Name: "plain", Document: daybook.HashOf([]byte(document)), Age: n - 1, Units: 3, Gross: gross, Net: net,
			Fees: []daybook.Fee{{Name: "pool", Amount: fee}},
		}}
	}
	return s
}

// publish writes everything down: trees, receipts, segments and links.
func (s *site) publish(t *testing.T) files {
	t.Helper()
	f := files{daybook.SeriesFile("plain"): []byte(document)}
	index := daybook.Index{Origin: origin}
	var previous [32]byte
	s.receipts = nil
	for n := range s.days {
		d := &s.days[n]
		facts := daybook.Facts{Day: d.Day, Price: 76_000_000_000, Sources: []string{"test"}}
		f[daybook.FactsFile(d.Day)] = facts.Append(nil)
		d.Facts = daybook.HashOf(f[daybook.FactsFile(d.Day)])
		previous = s.segment(t, f, n, previous)
		s.trees(t, n)
		text := d.Append(nil)
		f[daybook.DayFile(d.Day)] = text
		index.Days = append(index.Days, daybook.Entry{Day: d.Day, Hash: daybook.HashOf(text)})
		if n+1 < len(s.days) {
			s.days[n+1].Previous = daybook.HashOf(text)
		}
	}
	f[daybook.IndexFile] = index.Append(nil)
	return f
}

func (s *site) segment(t *testing.T, f files, n int, previous [32]byte) [32]byte {
	d, w := &s.days[n], s.works[n]
	head := share.Head{
		Server: 1, Grade: share.GradeA, Day: uint32(d.Day), Seq: uint64(n), StartMS: uint64(d.Day) * 86_400_000,
		Prev: previous,
	}
	b := share.AppendShares(share.AppendJob(head.Append(nil), w.job), w.shares)
	tree, err := share.TreeOf(append([]share.Leaf(nil), w.leaves...))
	if err != nil {
		t.Fatal(err)
	}
	foot := share.Foot(tree)
	b = foot.Append(b)
	f[daybook.SegmentFile(1, uint64(n))] = b
	d.Segments = []daybook.Segment{{
		Server: 1, Seq: uint64(n), Grade: share.GradeA, Shares: tree.Shares, Work: tree.Work, Root: tree.Root,
		File: sha256.Sum256(b),
	}}
	return sha256.Sum256(b)
}

func (s *site) trees(t *testing.T, n int) {
	d := &s.days[n]
	day := uint32(d.Day)
	var owed, titles []sumtree.Leaf
	for _, h := range s.holders {
		id := sumtree.HolderID(origin, day, []byte(h.key), [16]byte{byte(n)})
		owed = append(owed, sumtree.Leaf{ID: id, Sums: [2]uint64{uint64(h.mined[n])}})
		titles = append(titles, sumtree.Leaf{ID: id, Sums: [2]uint64{uint64(h.units)}})
	}
	mined, err := sumtree.Build(sumtree.Liabilities, day, owed)
	if err != nil {
		t.Fatal(err)
	}
	held, err := sumtree.Build(sumtree.Titles, day, titles)
	if err != nil {
		t.Fatal(err)
	}
	d.Holders = daybook.Tree{Depth: mined.Depth(), Root: mined.Root()}
	if len(d.Series) == 0 {
		return
	}
	d.Series[0].Title = daybook.Tree{Depth: held.Depth(), Root: held.Root()}
	for _, h := range s.holders {
		id := sumtree.HolderID(origin, day, []byte(h.key), [16]byte{byte(n)})
		r := daybook.Receipt{
			Origin: origin,
			Day:    d.Day,
			Holder: h.key,
			Salt:   [16]byte{byte(n)},
			Mined:  h.mined[n],
		}
		_, r.Path, _ = mined.Prove(id)
		title := daybook.Title{Series: "plain", Units: h.units, Net: s.net * units.MilliSat(h.units)}
		_, title.Path, _ = held.Prove(id)
		r.Titles = []daybook.Title{title}
		s.receipts = append(s.receipts, r.Append(nil))
	}
}

// TestRules: honest days hold; each deed is named by its rule, and by none that says less.
func TestRules(t *testing.T) {
	for _, c := range []struct {
		name string
		deed func(*site)
		want []Rule // all of them, as a set
	}{
		{"honest", func(*site) {}, nil},
		{"units get less", func(s *site) {
			s.net -= 5
			for n := 1; n < 3; n++ {
				s.days[n].Series[0].Net -= 5
				s.days[n].Own += 15
				s.days[n].Mined -= 15 * units.MilliSat(n)
				for h := range s.holders {
					s.holders[h].mined[n] -= 5 * units.MilliSat(n) * units.MilliSat(s.holders[h].units)
				}
			}
		}, []Rule{RuleUnderpaid, RuleSums, RuleReceipt}},
		{"a fee too much", func(s *site) { s.days[2].Series[0].Fees[0].Amount += 7 }, []Rule{RuleFee, RuleSums}},
		{"a fee of another name", func(s *site) {
			s.days[2].Series[0].Fees = append(s.days[2].Series[0].Fees, daybook.Fee{Name: "extra"})
		}, []Rule{RuleFee}},
		{"more work than shares", func(s *site) { s.days[1].Work.Lo++ }, []Rule{RuleWork}},
		{"yesterday's shares again", func(s *site) { s.works[2] = s.works[1] },
			[]Rule{RuleShares, RuleWork, RuleRevenue, RuleUnderpaid, ruleOverpaid, RuleFee, RuleSums, RuleReceipt}},
		{"a block of nobody's share", func(s *site) { s.days[0].Blocks[0].Hash[31] ^= 1 }, []Rule{RuleRevenue}},
		{"more units than are proven", func(s *site) {
			for n := 1; n < 3; n++ {
				s.days[n].Series[0].Units = 300
			}
		}, []Rule{
			RuleOversold, RuleSums, RuleReserves, RuleUnderpaid, ruleOverpaid, RuleRevenue, RuleFee, RuleReceipt,
		}},
		{"less held than owed", func(s *site) { s.days[2].Reserves.Immature = net }, []Rule{RuleReserves}},
		{"another age", func(s *site) { s.days[2].Series[0].Age = 7 }, []Rule{RuleHistory}},
		{"a holder's balance goes to another", func(s *site) { // every sum and every path of the day is right
			s.holders[0].mined[2] -= 1000
			s.holders[1].mined[2] += 1000
		}, []Rule{RuleReceipt}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := honest()
			c.deed(s)
			f := s.publish(t)
			r, err := Provider(t.Context(), f, s.receipts, nil, Signed{})
			if err != nil {
				t.Fatal(err)
			}
			allowed := map[Rule]bool{}
			for _, rule := range c.want {
				allowed[rule] = true
			}
			named := map[Rule]bool{}
			for _, found := range r.Findings {
				named[found.Rule] = true
				if !allowed[found.Rule] {
					t.Errorf("%+v", found)
				}
			}
			if len(c.want) > 0 && !named[c.want[0]] {
				t.Errorf("not named %s: %+v", c.want[0], r.Findings)
			}
			if len(c.want) == 0 && (r.Receipts != 4 || r.GivenReceipts != 4) {
				t.Errorf("%d of %d receipts hold", r.Receipts, r.GivenReceipts)
			}
		})
	}
}

// TestReceiptsAlone is I9 of a holder who has nothing but his own receipts and what is published: what he is
// owed grows by what his units earned, worked out again. A balance that grows by less is named, with the day.
func TestReceiptsAlone(t *testing.T) {
	s := honest()
	s.holders[0].mined[2]--
	s.holders[1].mined[2]++
	f := s.publish(t)
	adas := [][]byte{s.receipts[2], s.receipts[0]} // in any order
	r, err := Provider(t.Context(), f, adas, nil, Signed{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != 1 || r.Findings[0].Rule != RuleReceipt || r.Findings[0].Day != firstDay+2 ||
		!strings.Contains(
			r.Findings[0].Says,
			"is owed 8074951171 msat; 4037475586 were owed the day before",
		) {
		t.Errorf("%+v", r.Findings)
	}
	if alone, err := Provider(t.Context(), f, adas[:1], nil, Signed{}); err != nil || len(alone.Findings) != 0 {
		t.Errorf("one receipt alone cannot show it: %+v, %v", alone.Findings, err)
	}
}

// blocks is a chain with one block at each height.
type blocks map[int]string

func (b blocks) Hash(_ context.Context, height int) (chain.Hash, error) {
	text, ok := b[height]
	if !ok {
		return chain.Hash{}, errors.New("no answer")
	}
	return chain.ParseHash(text)
}

// TestChain: the stated blocks are looked for; one that is not there is named, and a chain that does not
// answer is said among what could not be checked.
func TestChain(t *testing.T) {
	s := honest()
	f := s.publish(t)
	has := blocks{}
	for n := range s.days {
		has[height+n] = s.works[n].block.String()
	}
	r, err := Provider(t.Context(), f, nil, has, Signed{})
	if err != nil || len(r.Findings) != 0 || r.BlocksInChain != 3 || r.BlocksAsked != 3 ||
		strings.Contains(strings.Join(r.NotChecked, "\n"), "node") {
		t.Errorf("%+v, %v", r, err)
	}
	has[height+1] = strings.Repeat("00", 31) + "07"
	if r, err = Provider(t.Context(), f, nil, has, Signed{}); err != nil || len(r.Findings) != 1 ||
		r.Findings[0].Rule != ruleChain || r.Findings[0].Day != firstDay+1 || r.BlocksInChain != 2 {
		t.Errorf("%+v, %v", r.Findings, err)
	}
	delete(has, height+1)
	if r, err = Provider(t.Context(), f, nil, has, Signed{}); err != nil || len(r.Findings) != 0 ||
		!strings.Contains(r.NotChecked[0], "of which 1 of 3 were asked for: no answer") {
		t.Errorf("%+v, %+v, %v", r.Findings, r.NotChecked, err)
	}
	if r, err = Provider(t.Context(), f, nil, nil, Signed{}); err != nil ||
		!strings.Contains(r.NotChecked[0], "no node") {
		t.Errorf("%+v, %v", r.NotChecked, err)
	}
	// 3,072 shares of level 12 where a block has 16 zero bits, nearly: 192 expected.
	if l := r.Luck; l.Expected < 191.9 || l.Expected > 192.1 || l.Blocks < 140 || l.Blocks > 250 {
		t.Errorf("%+v", l)
	}
}
